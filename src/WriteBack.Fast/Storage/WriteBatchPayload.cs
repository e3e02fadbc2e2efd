using System.Buffers.Binary;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Serialises a batch as an array of [kind, version, key, value or nil], without its rejected entries. Not thread-safe.</summary>
/// <param name="schema">The schema of the entries.</param>
/// <param name="options">The serializer options for members without a column type.</param>
internal sealed class WriteBatchPayload<TKey, TValue>(EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions options)
    where TKey : struct
    where TValue : notnull
{
    private const int ElementsPerEntry = 4;
    private const int HeaderSize = 1 + sizeof(uint);

    private readonly EntryCodec<TKey, TValue> _codec = new(schema, options);
    private readonly PooledBuffer _buffer = new();

    public ReadOnlyMemory<byte> Write(WriteBatch<TKey, TValue> batch)
    {
        _buffer.Truncate(0);
        // The number of entries is known only at the end, so the header's count has a fixed size.
        _buffer.GetSpan(HeaderSize)[0] = MessagePackCode.Array32;
        _buffer.Advance(HeaderSize);

        uint written = 0;
        var entries = batch.Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            if (batch.RejectionOf(i) is not null)
                continue;

            int start = _buffer.Length;
            try
            {
                Write(in entries[i]);
                written++;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _buffer.Truncate(start);
                batch.Reject(i, exception);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(_buffer.WrittenSpan[1..], written);
        return _buffer.Written;
    }

    public void Release() => _buffer.Release();

    private void Write(in WriteEntry<TKey, TValue> entry)
    {
        var writer = new MessagePackWriter(_buffer);
        writer.WriteArrayHeader(ElementsPerEntry);
        writer.Write((byte)entry.Kind);
        writer.Write(entry.Version);
        writer.Flush();
        _codec.WriteKey(_buffer, entry.Key);
        if (entry.Kind == WriteKind.Delete)
            EntryCodec<TKey, TValue>.WriteNothing(_buffer);
        else
            _codec.WriteValue(_buffer, entry.Value);
    }
}
