using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WriteBack.Fast;

// The start of a segment, little-endian:
//
//    0  u64  "WBFASTLG"                 24  u64  sequence of the first record
//    8  u32  format version             32  u64  last sequence before this segment, 0 for none
//   12  u32  how often the log was      40  u64  salt, in every record's checksum
//            opened before              48  u32  length of the columns' names
//   16  u64  number of the segment      52  u32  CRC-32C of the names and their padding
//                                       56  u32  zero
//                                       60  u32  CRC-32C of bytes 0 to 59
//   64  the columns' names (EntryReader.NamesOf), padded with zeros to a multiple of 8; the records

/// <summary>The header of a segment.</summary>
/// <param name="Number">The segment's number. Numbers have no gaps.</param>
/// <param name="Epoch">How often the log had been opened before the segment was created; 0 in dead letters.</param>
/// <param name="First">The sequence of the first record, whether or not the segment has one.</param>
/// <param name="Previous">The last sequence before this segment, which was on stable storage; 0 for none.</param>
/// <param name="Salt">A random number, part of the checksum of each record.</param>
/// <param name="Columns">The names of the columns of the records' keys and values.</param>
internal readonly record struct SegmentHeader(
    long Number, uint Epoch, long First, long Previous, ulong Salt, ReadOnlyMemory<byte> Columns)
{
    /// <summary>The format version of new segments, and the only one that can be read.</summary>
    public const uint FormatVersion = 1;

    private const ulong Magic = 0x474C_5453_4146_4257;
    private const int FixedSize = 64;
    private const int ColumnsAt = 48;
    private const int ChecksumAt = FixedSize - sizeof(uint);

    /// <summary>The header's size in bytes, which is the first record's offset.</summary>
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
    /// <param name="header">Receives the header.</param>
    /// <param name="fault">Receives what is wrong with the header; null when the file ends within it, or when it is valid.</param>
    /// <returns>Whether the file has a valid header.</returns>
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
