using System.Buffers;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>A record of one letter.</summary>
/// <param name="Kind">The change of the letter.</param>
/// <param name="Number">The letter's number.</param>
/// <param name="IsSuperseded">For an added letter: whether it is superseded already.</param>
/// <param name="Content">The added letter; null for other kinds.</param>
internal readonly record struct DeadLetterRecord<TKey, TValue>(
    RecordKind Kind, long Number, bool IsSuperseded = false, DeadLetter<TKey, TValue>? Content = null)
    where TKey : struct
    where TValue : notnull;

/// <summary>
/// Serialises records as MessagePack: [number], or for an added letter [number, is superseded, write's kind, version, attempts, ticks,
/// error's type, error's message, key, value or nil]. Further elements are skipped. The former form has the record's kind (1 added,
/// 2 superseded, 3 removed) before the number, and the columns' names before the key. Thread-safe.
/// </summary>
/// <param name="codec">Serialises keys and values.</param>
internal sealed class DeadLetterCodec<TKey, TValue>(EntryCodec<TKey, TValue> codec)
    where TKey : struct
    where TValue : notnull
{
    private const int ShortCount = 1;
    private const int AddedCount = 10;
    private const int FormerCount = 12;

    /// <summary>The names of the letters' columns, which each segment keeps.</summary>
    public ReadOnlyMemory<byte> Columns => codec.Columns;

    /// <summary>Appends a record's payload. After a failure the buffer may hold a part of it.</summary>
    /// <exception cref="MessagePackSerializationException">A member has no formatter, or its formatter failed.</exception>
    public void Write(PooledBuffer buffer, in DeadLetterRecord<TKey, TValue> record)
    {
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(record.Content is null ? ShortCount : AddedCount);
        writer.Write(record.Number);
        if (record.Content is { } content)
            WriteHead(ref writer, record.IsSuperseded, content);
        writer.Flush();
        if (record.Content is { } entry)
            WriteEntry(buffer, entry);
    }

    /// <summary>Reads a record of a segment.</summary>
    /// <exception cref="MessagePackSerializationException">The record's key or value does not fit today's types.</exception>
    public DeadLetterRecord<TKey, TValue> Read(in SegmentHeader segment, in SegmentRecord record)
    {
        var reader = new MessagePackReader(record.Payload);
        int count = reader.ReadArrayHeader();
        return record.Kind == RecordKind.LetterAdded
            ? ReadAdded(ref reader, count, AddedCount, segment.Columns)
            : new DeadLetterRecord<TKey, TValue>(record.Kind, reader.ReadInt64());
    }

    /// <summary>Reads a record of the former form.</summary>
    /// <exception cref="MessagePackSerializationException">The record's key or value does not fit today's types.</exception>
    public DeadLetterRecord<TKey, TValue> ReadFormer(ReadOnlyMemory<byte> payload)
    {
        var reader = new MessagePackReader(payload);
        int count = reader.ReadArrayHeader();
        return reader.ReadByte() switch
        {
            1 => ReadAdded(ref reader, count, FormerCount, columns: null),
            2 => new DeadLetterRecord<TKey, TValue>(RecordKind.LetterSuperseded, reader.ReadInt64()),
            _ => new DeadLetterRecord<TKey, TValue>(RecordKind.LetterRemoved, reader.ReadInt64()),
        };
    }

    /// <summary>Whether an entry writes the same as a letter: the same kind, and the same serialised value.</summary>
    public bool IsSame(in WriteEntry<TKey, TValue> entry, DeadLetter<TKey, TValue> letter)
    {
        if (entry.Kind != letter.Kind)
            return false;
        if (entry.Kind == WriteKind.Delete)
            return true;
        try
        {
            return BytesOf(entry.Value).AsSpan().SequenceEqual(BytesOf(letter.Value));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A value that cannot be serialised counts as different.
            return false;
        }
    }

    private byte[] BytesOf(in TValue value)
    {
        var buffer = new PooledBuffer();
        codec.WriteValue(buffer, in value);
        byte[] bytes = buffer.WrittenSpan.ToArray();
        buffer.Release();
        return bytes;
    }

    private static void WriteHead(ref MessagePackWriter writer, bool isSuperseded, DeadLetter<TKey, TValue> content)
    {
        writer.Write(isSuperseded);
        writer.Write((byte)content.Kind);
        writer.Write(content.Version);
        writer.Write(content.Attempts);
        writer.Write(content.At.UtcTicks);
        writer.Write(content.Error.Type);
        writer.Write(content.Error.Message);
    }

    private void WriteEntry(PooledBuffer buffer, DeadLetter<TKey, TValue> content)
    {
        codec.WriteKey(buffer, content.Key);
        if (content.Kind == WriteKind.Delete)
            EntryCodec<TKey, TValue>.WriteNothing(buffer);
        else
            codec.WriteValue(buffer, content.Value);
    }

    private DeadLetterRecord<TKey, TValue> ReadAdded(
        ref MessagePackReader reader, int count, int expected, ReadOnlyMemory<byte>? columns)
    {
        if (count < expected)
            throw new MessagePackSerializationException($"A letter must have {expected} elements, not {count}.");
        return new DeadLetterRecord<TKey, TValue>(
            RecordKind.LetterAdded, reader.ReadInt64(), reader.ReadBoolean(), ReadContent(ref reader, columns));
    }

    private DeadLetter<TKey, TValue> ReadContent(ref MessagePackReader reader, ReadOnlyMemory<byte>? columns)
    {
        var kind = (WriteKind)reader.ReadByte();
        long version = reader.ReadInt64();
        int attempts = reader.ReadInt32();
        var at = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var error = new DeadLetterError(reader.ReadString() ?? "", reader.ReadString() ?? "");
        var entry = codec.ReaderOf(columns ?? reader.ReadBytes().GetValueOrDefault().ToArray());
        var key = entry.ReadKey(ref reader);
        var value = reader.TryReadNil() ? default! : entry.ReadValue(ref reader);
        return new DeadLetter<TKey, TValue>(key, value, kind, version, attempts, error, at);
    }
}
