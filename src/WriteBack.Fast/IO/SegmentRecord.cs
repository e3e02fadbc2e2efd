using System.Buffers.Binary;
using System.Numerics;

namespace WriteBack.Fast;

// A record, little-endian, padded with zeros to a multiple of 8 bytes:
//
//    u32 length of the payload | u32 CRC-32C | u64 sequence | u16 kind | u16 format version | u32 epoch | payload
//
// The checksum begins with the segment's salt and the record's offset. So a record left by an earlier use of the bytes, or in a
// swapped sector, fails the check. Sequences grow by one, so a missing record shows.

/// <summary>A record that was read.</summary>
/// <param name="Kind">The record's kind.</param>
/// <param name="Sequence">The record's sequence; in a <see cref="RecordKind.Synced"/>, that of the last synced record.</param>
/// <param name="Payload">The record's payload. Valid until the next record is read.</param>
internal readonly record struct SegmentRecord(RecordKind Kind, long Sequence, ReadOnlyMemory<byte> Payload)
{
    public const int HeaderSize = 24;

    private const ushort FormatVersion = 1;

    /// <summary>The size in bytes of a record whose payload has a length.</summary>
    public static long SizeFor(long payload) => HeaderSize + ((payload + 7) & ~7L);

    /// <summary>The size in bytes that a record's header gives. The header is not verified.</summary>
    public static long SizeOf(ReadOnlySpan<byte> record) => SizeFor(BinaryPrimitives.ReadUInt32LittleEndian(record));

    public static long SequenceOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[8..]);

    public static RecordKind KindOf(ReadOnlySpan<byte> record) => (RecordKind)BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);

    /// <summary>Writes a record's header without the checksum.</summary>
    public static void WriteHeader(Span<byte> record, int length, long sequence, RecordKind kind, uint epoch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)length);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], (uint)kind | (uint)FormatVersion << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(record[20..], epoch);
    }

    /// <summary>Writes a record's checksum, once its offset in a segment is known.</summary>
    public static void Seal(Span<byte> record, ulong salt, long at) =>
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], ChecksumOf(record, salt, at));

    /// <summary>Reads the record at the start of some bytes.</summary>
    /// <returns>Whether the bytes begin with a whole, valid record.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, ulong salt, long at, out SegmentRecord record)
    {
        record = default;
        var span = bytes.Span;
        if (span.Length < HeaderSize || SizeOf(span) > span.Length)
            return false;
        int size = (int)SizeOf(span);
        if (BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) != ChecksumOf(span[..size], salt, at))
            return false;
        if (BinaryPrimitives.ReadUInt16LittleEndian(span[18..]) != FormatVersion)
            return false;
        record = new SegmentRecord(
            KindOf(span), SequenceOf(span), bytes.Slice(HeaderSize, (int)BinaryPrimitives.ReadUInt32LittleEndian(span)));
        return true;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> record, ulong salt, long at)
    {
        uint crc = BitOperations.Crc32C(Crc32C.Start, salt);
        crc = BitOperations.Crc32C(crc, (ulong)at);
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(record));
        return ~Crc32C.Add(crc, record[8..]);
    }
}
