namespace WriteBack.Fast.Tests;

/// <summary>A cache's entries under names that only a test's data knows: the generator has names from the source.</summary>
internal sealed class RenamedSchema<TKey, TValue>(EntrySchema<TKey, TValue> inner, string name, params string[] columns)
    : EntrySchema<TKey, TValue>(name, [.. inner.Columns.Zip(columns, static (column, other) => column with { Name = other })])
    where TKey : struct
    where TValue : notnull
{
    public override void WriteKey<TWriter>(ref TWriter writer, in TKey key) => inner.WriteKey(ref writer, in key);

    public override void WriteValue<TWriter>(ref TWriter writer, in TValue value) => inner.WriteValue(ref writer, in value);

    public override TKey ReadKey<TReader>(ref TReader reader) => inner.ReadKey(ref reader);

    public override TValue ReadValue<TReader>(ref TReader reader) => inner.ReadValue(ref reader);
}
