using System.Buffers;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>What a record of the journal says of a letter.</summary>
internal enum DeadLetterRecordKind : byte
{
    Added = 1,
    Superseded = 2,
    Removed = 3,
}

/// <summary>One record.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Number">Of which letter.</param>
/// <param name="IsSuperseded">Whether a letter that is added is superseded by now.</param>
/// <param name="Content">The letter that is added.</param>
internal readonly record struct DeadLetterRecord<TKey, TValue>(
    DeadLetterRecordKind Kind, long Number, bool IsSuperseded = false, DeadLetter<TKey, TValue>? Content = null)
    where TKey : struct
    where TValue : notnull;

/// <summary>
/// Records as MessagePack: [kind, number], and of an added letter [kind, number, is superseded, write's kind, version,
/// attempts, ticks, error's type, error's message, names of the columns, key, value or nil]. Elements beyond those are skipped.
/// </summary>
internal sealed class DeadLetterCodec<TKey, TValue>(EntryCodec<TKey, TValue> codec)
    where TKey : struct
    where TValue : notnull
{
    private const int ShortCount = 2;
    private const int AddedCount = 12;

    /// <summary>Appends a framed record, or nothing when it cannot be serialised.</summary>
    public void Write(PooledBuffer buffer, in DeadLetterRecord<TKey, TValue> record)
    {
        int start = buffer.Length;
        try
        {
            buffer.GetSpan(DeadLetterFrame.HeaderSize);
            buffer.Advance(DeadLetterFrame.HeaderSize);
            var writer = new MessagePackWriter(buffer);
            writer.WriteArrayHeader(record.Content is null ? ShortCount : AddedCount);
            writer.Write((byte)record.Kind);
            writer.Write(record.Number);
            if (record.Content is { } content)
                WriteHead(ref writer, record.IsSuperseded, content);
            writer.Flush();
            if (record.Content is { } entry)
                WriteEntry(buffer, entry);
            DeadLetterFrame.Seal(buffer.WrittenSpan[start..]);
        }
        catch (Exception)
        {
            buffer.Truncate(start);
            throw;
        }
    }

    public DeadLetterRecord<TKey, TValue> Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new MessagePackReader(payload);
        int count = reader.ReadArrayHeader();
        var kind = (DeadLetterRecordKind)reader.ReadByte();
        long number = reader.ReadInt64();
        if (kind != DeadLetterRecordKind.Added)
            return new DeadLetterRecord<TKey, TValue>(kind, number);
        if (count < AddedCount)
            throw new MessagePackSerializationException($"A letter must have {AddedCount} elements, not {count}.");
        return new DeadLetterRecord<TKey, TValue>(kind, number, reader.ReadBoolean(), ReadContent(ref reader));
    }

    /// <summary>Whether an entry stores, byte for byte, the write of a letter.</summary>
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
            // What cannot be serialised is not known to be the same.
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

    private void WriteHead(ref MessagePackWriter writer, bool isSuperseded, DeadLetter<TKey, TValue> content)
    {
        writer.Write(isSuperseded);
        writer.Write((byte)content.Kind);
        writer.Write(content.Version);
        writer.Write(content.Attempts);
        writer.Write(content.At.UtcTicks);
        writer.Write(content.Error.Type);
        writer.Write(content.Error.Message);
        writer.Write(codec.Columns);
    }

    private void WriteEntry(PooledBuffer buffer, DeadLetter<TKey, TValue> content)
    {
        codec.WriteKey(buffer, content.Key);
        if (content.Kind == WriteKind.Delete)
            EntryCodec<TKey, TValue>.WriteNothing(buffer);
        else
            codec.WriteValue(buffer, content.Value);
    }

    private DeadLetter<TKey, TValue> ReadContent(ref MessagePackReader reader)
    {
        var kind = (WriteKind)reader.ReadByte();
        long version = reader.ReadInt64();
        int attempts = reader.ReadInt32();
        var at = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var error = new DeadLetterError(reader.ReadString() ?? "", reader.ReadString() ?? "");
        var entry = codec.ReaderOf(reader.ReadBytes().GetValueOrDefault().ToArray());
        var key = entry.ReadKey(ref reader);
        var value = reader.TryReadNil() ? default! : entry.ReadValue(ref reader);
        return new DeadLetter<TKey, TValue>(key, value, kind, version, attempts, error, at);
    }
}
