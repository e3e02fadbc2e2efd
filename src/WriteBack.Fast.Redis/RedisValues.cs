using System.Buffers;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>
/// The values of a cache's entries as MessagePack: [[column names], [columns]]. Each value has the names, so that it is read
/// on its own when the type has gained, lost or moved members, and by any other program. Thread-safe.
/// </summary>
internal sealed class RedisValues<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private const int Parts = 2;

    private readonly EntryCodec<TKey, TValue> _codec;
    private readonly string[] _names;
    private readonly byte[] _head;

    public RedisValues(EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions serializer)
    {
        _codec = new EntryCodec<TKey, TValue>(schema, serializer);
        _names = ColumnNames.OfValue(schema.Columns);
        var head = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(head);
        writer.WriteArrayHeader(Parts);
        ColumnNames.Write(ref writer, _names);
        writer.Flush();
        _head = head.WrittenSpan.ToArray();
    }

    /// <summary>The bytes of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="scratch">Overwritten.</param>
    public byte[] Encode(in TValue value, PooledBuffer scratch)
    {
        scratch.Truncate(0);
        _head.CopyTo(scratch.GetSpan(_head.Length));
        scratch.Advance(_head.Length);
        _codec.WriteValue(scratch, in value);
        return scratch.WrittenSpan.ToArray();
    }

    /// <exception cref="MessagePackSerializationException">The bytes are no value of this cache.</exception>
    public TValue Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return bytes.Span.StartsWith(_head) ? DecodeColumns(bytes[_head.Length..]) : DecodeOther(bytes);
        }
        catch (EndOfStreamException exception)
        {
            throw new MessagePackSerializationException("The value is cut off.", exception);
        }
    }

    private TValue DecodeColumns(ReadOnlyMemory<byte> columns)
    {
        var reader = new MessagePackReader(columns);
        return _codec.ReadValue(ref reader);
    }

    private TValue DecodeOther(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() != Parts)
            throw new MessagePackSerializationException("The value is not a list of names and a list of columns.");
        if (ColumnMap.Between(ColumnNames.Read(ref reader), _names) is not { } map)
            return _codec.ReadValue(ref reader);
        var arranged = map.Arrange(ref reader);
        return _codec.ReadValue(ref arranged);
    }
}
