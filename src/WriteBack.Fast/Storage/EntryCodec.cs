using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>
/// Keys and values as MessagePack: each one array with an element per column. What outlives the process has the names of
/// the columns besides, so that it is read when the types have changed. Thread-safe.
/// </summary>
/// <param name="schema">Describes the entries.</param>
/// <param name="options">Serialises the members that have no column type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EntryCodec<TKey, TValue>(EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions options)
    where TKey : struct
    where TValue : notnull
{
    // The schema's generic methods, looked up once instead of at each call.
    private readonly ColumnsWriter<TKey> _writeKey = schema.WriteKey;
    private readonly ColumnsWriter<TValue> _writeValue = schema.WriteValue;
    private readonly int _keyColumns = schema.KeyColumnCount;
    private readonly int _valueColumns = schema.ValueColumnCount;

    private delegate void ColumnsWriter<T>(ref MessagePackColumnWriter columns, in T row);

    /// <summary>The names of the columns, to be kept with what is written.</summary>
    internal byte[] Columns { get; } = EntryReader<TKey, TValue>.NamesOf(schema.Columns);

    /// <summary>What reads entries that were written with some columns.</summary>
    /// <exception cref="MessagePackSerializationException">They cannot be entries of this cache.</exception>
    internal EntryReader<TKey, TValue> ReaderOf(ReadOnlyMemory<byte> columns) => new(this, schema.Columns, columns);

    /// <summary>Appends a key. What fails leaves the buffer as it was, or with a part of it.</summary>
    internal void WriteKey(PooledBuffer buffer, in TKey key)
    {
        var columns = new MessagePackColumnWriter(buffer, options);
        columns.WriteArrayHeader(_keyColumns);
        _writeKey(ref columns, in key);
        columns.Flush();
    }

    /// <summary>Appends a value. What fails leaves the buffer as it was, or with a part of it.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="MessagePackSerializationException">A member has no formatter, or that failed.</exception>
    public void WriteValue(PooledBuffer buffer, in TValue value)
    {
        var columns = new MessagePackColumnWriter(buffer, options);
        columns.WriteArrayHeader(_valueColumns);
        _writeValue(ref columns, in value);
        columns.Flush();
    }

    /// <summary>Appends a key and its value, in the same form. What fails leaves the buffer as it was, or with a part of them.</summary>
    internal void WriteEntry(PooledBuffer buffer, in TKey key, in TValue value)
    {
        var columns = new MessagePackColumnWriter(buffer, options);
        columns.WriteArrayHeader(_keyColumns);
        _writeKey(ref columns, in key);
        columns.WriteArrayHeader(_valueColumns);
        _writeValue(ref columns, in value);
        columns.Flush();
    }

    /// <summary>Appends what stands for the value of a delete.</summary>
    internal static void WriteNothing(PooledBuffer buffer)
    {
        buffer.GetSpan()[0] = MessagePackCode.Nil;
        buffer.Advance(1);
    }

    /// <exception cref="MessagePackSerializationException">What follows is no key of this kind.</exception>
    internal TKey ReadKey(ref MessagePackReader reader)
    {
        ReadCount(ref reader, schema.KeyColumnCount);
        var columns = new MessagePackColumnReader(reader, options);
        var key = schema.ReadKey(ref columns);
        reader = columns.Reader;
        return key;
    }

    /// <summary>Reads a value that has today's columns, and moves the reader behind it.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="MessagePackSerializationException">What follows is no value of this kind.</exception>
    /// <exception cref="EndOfStreamException">The value is cut off.</exception>
    public TValue ReadValue(ref MessagePackReader reader)
    {
        ReadCount(ref reader, schema.ValueColumnCount);
        var columns = new MessagePackColumnReader(reader, options);
        var value = schema.ReadValue(ref columns);
        reader = columns.Reader;
        return value;
    }

    private static void ReadCount(ref MessagePackReader reader, int expected)
    {
        int count = reader.ReadArrayHeader();
        if (count != expected)
            throw new MessagePackSerializationException($"Expected {expected} columns, found {count}.");
    }
}
