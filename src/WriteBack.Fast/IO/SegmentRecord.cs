using System.Buffers.Binary;
using System.Numerics;

namespace WriteBack.Fast;

// A record, little-endian, filled up with zeros to 8 bytes:
//
//    u32 length of the payload | u32 CRC-32C | u64 sequence | u16 kind | u16 format version | u32 epoch | payload
//
// The checksum begins with the segment's salt and the record's place in it. So what an earlier use of the bytes left
// there, and sectors that are swapped, do not pass. A gap shows in the sequences, which grow by one.

/// <summary>A record that was read.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Sequence">Its number among all records; of <see cref="RecordKind.Synced"/>, that of the last synced.</param>
/// <param name="Payload">Valid until the next is read.</param>
internal readonly record struct SegmentRecord(RecordKind Kind, long Sequence, ReadOnlyMemory<byte> Payload)
{
    public const int HeaderSize = 24;

    private const ushort FormatVersion = 1;

    /// <summary>Bytes of a record with a payload of some length.</summary>
    public static long SizeFor(long payload) => HeaderSize + ((payload + 7) & ~7L);

    /// <summary>Bytes of the record that begins here, if one does.</summary>
    public static long SizeOf(ReadOnlySpan<byte> record) => SizeFor(BinaryPrimitives.ReadUInt32LittleEndian(record));

    public static long SequenceOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[8..]);

    public static RecordKind KindOf(ReadOnlySpan<byte> record) => (RecordKind)BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);

    /// <summary>Writes all of a header but its checksum.</summary>
    public static void WriteHeader(Span<byte> record, int length, long sequence, RecordKind kind, uint epoch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)length);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], (uint)kind | (uint)FormatVersion << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(record[20..], epoch);
    }

    /// <summary>Completes a record once its place is known.</summary>
    public static void Seal(Span<byte> record, ulong salt, long at) =>
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], ChecksumOf(record, salt, at));

    /// <summary>Whether a whole record lies at the start of some bytes.</summary>
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
