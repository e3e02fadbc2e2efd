using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// Keys and values as MessagePack: each one array with an element per column. A record with fewer or more columns than
/// the type has today is read too: what it lacks is the default, what it has beyond is skipped. Thread-safe.
/// </summary>
internal sealed class EntryCodec<TKey, TValue>(EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions options)
    where TKey : struct
    where TValue : notnull
{
    public void WriteKey(ref MessagePackWriter writer, in TKey key)
    {
        writer.WriteArrayHeader(schema.KeyColumnCount);
        var columns = new MessagePackColumnWriter(writer, options);
        schema.WriteKey(ref columns, in key);
        writer = columns.Writer;
    }

    public void WriteValue(ref MessagePackWriter writer, in TValue value)
    {
        writer.WriteArrayHeader(schema.ValueColumnCount);
        var columns = new MessagePackColumnWriter(writer, options);
        schema.WriteValue(ref columns, in value);
        writer = columns.Writer;
    }

    public TKey ReadKey(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var columns = new MessagePackColumnReader(reader, count, options);
        var key = schema.ReadKey(ref columns);
        columns.SkipLeftOver();
        reader = columns.Reader;
        return key;
    }

    public TValue ReadValue(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var columns = new MessagePackColumnReader(reader, count, options);
        var value = schema.ReadValue(ref columns);
        columns.SkipLeftOver();
        reader = columns.Reader;
        return value;
    }
}
