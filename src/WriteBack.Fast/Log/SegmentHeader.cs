using System.Buffers.Binary;

namespace WriteBack.Fast;

// The first 64 bytes of a segment, little-endian:
//
//    0  u64  "WBFASTLG"                 24  u64  sequence of the first record here
//    8  u32  format version             32  u64  sequence of the last record before, 0 for none
//   12  u32  how often the log was      40  u64  salt, in every record's checksum
//            opened before              48  zeros
//   16  u64  number of the segment      60  u32  CRC-32C of what is above

/// <summary>What a segment of the log says of itself.</summary>
/// <param name="Number">Its number; they follow each other without a gap.</param>
/// <param name="Epoch">How often the log had been opened when it was made.</param>
/// <param name="First">The sequence of its first record, if it has any.</param>
/// <param name="Previous">The last sequence before that was in the log; 0 for none.</param>
/// <param name="Salt">A number of its own.</param>
internal readonly record struct SegmentHeader(long Number, uint Epoch, long First, long Previous, ulong Salt)
{
    public const int Size = 64;

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const uint FormatVersion = 1;

    private const ulong Magic = 0x474C_5453_4146_4257;
    private const int ChecksumAt = Size - sizeof(uint);

    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Previous);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], Salt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], ChecksumOf(bytes));
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <param name="header">The header.</param>
    /// <param name="fault">Why it is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header, out string? fault)
    {
        header = default;
        fault = "it does not begin as a segment of a log";
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
            return false;
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        fault = "its header's checksum is wrong";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != ChecksumOf(bytes))
            return false;
        fault = $"its format is version {version}, and this library reads version {FormatVersion}";
        if (version != FormatVersion)
            return false;
        fault = null;
        header = new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]));
        return true;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes) => ~Checksum.Add(Checksum.Start, bytes[..ChecksumAt]);
}
