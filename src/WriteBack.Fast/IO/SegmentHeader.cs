using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WriteBack.Fast;

// What a segment begins with, little-endian:
//
//    0  u64  "WBFASTLG"                 24  u64  sequence of the first record here
//    8  u32  format version             32  u64  sequence of the last record before, 0 for none
//   12  u32  how often the log was      40  u64  salt, in every record's checksum
//            opened before              48  u32  length of the columns' names
//   16  u64  number of the segment      52  u32  CRC-32C of these, zeros included
//                                       56  u32  zero
//                                       60  u32  CRC-32C of what is above
//   64  the columns' names (EntryReader.NamesOf), zeros up to a multiple of 8; the records

/// <summary>What a segment says of itself.</summary>
/// <param name="Number">Its number; they follow each other without a gap.</param>
/// <param name="Epoch">How often the log had been opened when it was made; 0 in dead letters.</param>
/// <param name="First">The sequence of its first record, if it has any.</param>
/// <param name="Previous">The last sequence before that was on stable storage; 0 for none.</param>
/// <param name="Salt">A number of its own.</param>
/// <param name="Columns">The names of the columns of keys and values in the records.</param>
internal readonly record struct SegmentHeader(
    long Number, uint Epoch, long First, long Previous, ulong Salt, ReadOnlyMemory<byte> Columns)
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const uint FormatVersion = 1;

    private const ulong Magic = 0x474C_5453_4146_4257;
    private const int FixedSize = 64;
    private const int ColumnsAt = 48;
    private const int ChecksumAt = FixedSize - sizeof(uint);

    /// <summary>Where the first record lies.</summary>
    public int Size => FixedSize + Padded(Columns.Length);

    public static ulong NewSalt() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

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
        BinaryPrimitives.WriteInt32LittleEndian(bytes[ColumnsAt..], Columns.Length);
        Columns.Span.CopyTo(bytes[FixedSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(ColumnsAt + sizeof(int))..], ChecksumOf(bytes[FixedSize..]));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], ChecksumOf(bytes[..ChecksumAt]));
    }

    /// <summary>Reads the header of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header.</param>
    /// <param name="fault">Why there is none; null when the file is cut off before its end.</param>
    public static bool TryRead(ISegmentFile file, out SegmentHeader header, out string? fault)
    {
        (header, fault) = (default, null);
        Span<byte> bytes = stackalloc byte[FixedSize];
        if (file.Read(bytes, 0) < FixedSize)
            return false;
        fault = FaultOf(bytes);
        if (fault is not null)
            return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[ColumnsAt..]);
        byte[] columns = new byte[Padded(length)];
        if (file.Read(columns, FixedSize) < columns.Length)
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[(ColumnsAt + sizeof(int))..]) != ChecksumOf(columns))
        {
            fault = "the checksum of its columns' names is wrong";
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
            columns.AsMemory(0, length));
        return true;
    }

    private static string? FaultOf(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
            return "it does not begin as a segment of a log";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != ChecksumOf(bytes[..ChecksumAt]))
            return "its header's checksum is wrong";
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        return version == FormatVersion ? null : $"its format is version {version}, and this library reads version {FormatVersion}";
    }

    private static int Padded(int length) => (length + 7) & ~7;

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes) => ~Crc32C.Add(Crc32C.Start, bytes);
}
