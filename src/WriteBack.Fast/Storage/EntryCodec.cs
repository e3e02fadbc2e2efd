using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>
/// Serialises keys and values as MessagePack. A key or a value is one array with an element per column. Stored data also has the
/// columns' names, so changed types can read it. Thread-safe.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="schema">The schema of the entries.</param>
/// <param name="options">The serializer options for members without a column type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EntryCodec<TKey, TValue>(EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions options)
    where TKey : struct
    where TValue : notnull
{
    // Delegates look the schema's generic methods up once, not at each call.
    private readonly ColumnsWriter<TKey> _writeKey = schema.WriteKey;
    private readonly ColumnsWriter<TValue> _writeValue = schema.WriteValue;
    private readonly int _keyColumns = schema.KeyColumnCount;
    private readonly int _valueColumns = schema.ValueColumnCount;

    private delegate void ColumnsWriter<T>(ref MessagePackColumnWriter columns, in T row);

    /// <summary>The names of the columns, to be stored with the data.</summary>
    internal byte[] Columns { get; } = EntryReader<TKey, TValue>.NamesOf(schema.Columns);

    /// <summary>Makes a reader of entries that were written with given columns.</summary>
    /// <param name="columns">The names of the columns, as in <see cref="Columns"/>.</param>
    /// <exception cref="MessagePackSerializationException">The names are invalid, or the key has other columns.</exception>
    internal EntryReader<TKey, TValue> ReaderOf(ReadOnlyMemory<byte> columns) => new(this, schema.Columns, columns);

    /// <summary>Appends a key. After a failure the buffer may hold a part of it.</summary>
    internal void WriteKey(PooledBuffer buffer, in TKey key)
    {
        var columns = new MessagePackColumnWriter(buffer, options);
        columns.WriteArrayHeader(_keyColumns);
        _writeKey(ref columns, in key);
        columns.Flush();
    }

    /// <summary>Appends a value. After a failure the buffer may hold a part of it.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="MessagePackSerializationException">A member has no formatter, or its formatter failed.</exception>
    public void WriteValue(PooledBuffer buffer, in TValue value)
    {
        var columns = new MessagePackColumnWriter(buffer, options);
        columns.WriteArrayHeader(_valueColumns);
        _writeValue(ref columns, in value);
        columns.Flush();
    }

    /// <summary>Appends a key and its value. After a failure the buffer may hold a part of them.</summary>
    internal void WriteEntry(PooledBuffer buffer, in TKey key, in TValue value)
    {
        var columns = new MessagePackColumnWriter(buffer, options);
        columns.WriteArrayHeader(_keyColumns);
        _writeKey(ref columns, in key);
        columns.WriteArrayHeader(_valueColumns);
        _writeValue(ref columns, in value);
        columns.Flush();
    }

    /// <summary>Appends a nil, in place of the value of a delete.</summary>
    internal static void WriteNothing(PooledBuffer buffer)
    {
        buffer.GetSpan()[0] = MessagePackCode.Nil;
        buffer.Advance(1);
    }

    /// <summary>Reads a key that has today's columns, and moves the reader past it.</summary>
    /// <exception cref="MessagePackSerializationException">The next element does not fit the key's columns.</exception>
    internal TKey ReadKey(ref MessagePackReader reader)
    {
        ReadCount(ref reader, schema.KeyColumnCount);
        var columns = new MessagePackColumnReader(reader, options);
        var key = schema.ReadKey(ref columns);
        reader = columns.Reader;
        return key;
    }

    /// <summary>Reads a value that has today's columns, and moves the reader past it.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MessagePackSerializationException">The next element does not fit the value's columns.</exception>
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
