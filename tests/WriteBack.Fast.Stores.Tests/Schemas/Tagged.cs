namespace WriteBack.Fast.Tests;

/// <param name="Tag">Of no column type; MessagePack's standard options serialise some objects and refuse others.</param>
public sealed record Tagged(object? Tag);

/// <summary>What MessagePack cannot serialise: it has no formatter.</summary>
public sealed class Unserializable;

internal sealed class TaggedSchema() : EntrySchema<int, Tagged>(
    "tagged",
    new ColumnSchema("id", ColumnType.Int32, IsKey: true, IsNullable: false),
    new ColumnSchema("tag", ColumnType.MessagePack, IsKey: false, IsNullable: true))
{
    public override void WriteKey<TWriter>(ref TWriter writer, in int key) => writer.WriteInt64(key);

    public override void WriteValue<TWriter>(ref TWriter writer, in Tagged value)
    {
        if (value.Tag is null)
            writer.WriteNull();
        else
            writer.WriteObject(value.Tag);
    }

    public override int ReadKey<TReader>(ref TReader reader) => reader.TryReadNull() ? 0 : (int)reader.ReadInt64();

    public override Tagged ReadValue<TReader>(ref TReader reader) =>
        new(reader.TryReadNull() ? null : reader.ReadObject<object>());
}
