namespace WriteBack.Fast.Tests;

/// <summary>Members that can be equal in C# without being the same: kind, offset, scale and the sign of zero do not count.</summary>
public readonly record struct MomentKey(DateTime At, DateTimeOffset AtOffset, decimal Amount, double Ratio);

internal sealed class MomentSchema() : EntrySchema<MomentKey, Scores>(
    "moment",
    new ColumnSchema("at", ColumnType.DateTime, IsKey: true, IsNullable: false),
    new ColumnSchema("at_offset", ColumnType.DateTimeOffset, IsKey: true, IsNullable: false),
    new ColumnSchema("amount", ColumnType.Decimal, IsKey: true, IsNullable: false),
    new ColumnSchema("ratio", ColumnType.Double, IsKey: true, IsNullable: false),
    new ColumnSchema("score", ColumnType.Int64, IsKey: false, IsNullable: false),
    new ColumnSchema("level", ColumnType.Int32, IsKey: false, IsNullable: false))
{
    public override void WriteKey<TWriter>(ref TWriter writer, in MomentKey key)
    {
        writer.WriteDateTime(key.At);
        writer.WriteDateTimeOffset(key.AtOffset);
        writer.WriteDecimal(key.Amount);
        writer.WriteDouble(key.Ratio);
    }

    public override void WriteValue<TWriter>(ref TWriter writer, in Scores value) =>
        Schemas.Scores.WriteValue(ref writer, in value);

    public override MomentKey ReadKey<TReader>(ref TReader reader) => new(
        reader.TryReadNull() ? default : reader.ReadDateTime(),
        reader.TryReadNull() ? default : reader.ReadDateTimeOffset(),
        reader.TryReadNull() ? default : reader.ReadDecimal(),
        reader.TryReadNull() ? default : reader.ReadDouble());

    public override Scores ReadValue<TReader>(ref TReader reader) => Schemas.Scores.ReadValue(ref reader);
}
