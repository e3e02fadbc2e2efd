using System.Buffers.Binary;

namespace WriteBack.Fast.Tests;

/// <summary>A segment made byte by byte as the format is documented, with none of the library's code.</summary>
internal sealed class HandmadeSegment
{
    public const ulong Salt = 0x0123_4567_89AB_CDEF;
    public const ushort Upsert = 1;
    public const ushort Delete = 2;
    public const ushort Synced = 3;

    private readonly List<byte> _bytes = [];
    private readonly ulong _salt;
    private readonly uint _epoch;
    private readonly long _number;

    public HandmadeSegment(
        long number = 1, uint epoch = 0, long first = 1, long previous = 0, ulong salt = Salt, string columns = "columns", uint version = 1)
    {
        (_salt, _epoch, _number) = (salt, epoch, number);
        byte[] names = Padded(System.Text.Encoding.UTF8.GetBytes(columns));
        byte[] header = new byte[64];
        "WBFASTLG"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), epoch);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), number);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), first);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), previous);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(40), salt);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(48), columns.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(52), ChecksumOf(names));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), ChecksumOf(header.AsSpan(0, 60)));
        _bytes.AddRange(header);
        _bytes.AddRange(names);
    }

    public byte[] Bytes => [.. _bytes];

    /// <summary>Where the next record begins.</summary>
    public int Length => _bytes.Count;

    public HandmadeSegment Write(long sequence, string text) => Record(Upsert, sequence, System.Text.Encoding.UTF8.GetBytes(text));

    public HandmadeSegment Proof(long sequence) => Record(Synced, sequence, []);

    public HandmadeSegment Record(ushort kind, long sequence, byte[] payload, ushort version = 1)
    {
        byte[] record = new byte[24 + Padded(payload).Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(8), sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(16), kind);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(18), version);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(20), _epoch);
        payload.CopyTo(record, 24);
        byte[] place = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(place, _salt);
        BinaryPrimitives.WriteInt64LittleEndian(place.AsSpan(8), Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), ChecksumOf([.. place, .. record.AsSpan(0, 4), .. record.AsSpan(8)]));
        _bytes.AddRange(record);
        return this;
    }

    /// <summary>Bytes that are no record.</summary>
    public HandmadeSegment Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A record whose checksum is wrong.</summary>
    public HandmadeSegment Damaged(long sequence, string text)
    {
        int at = Length;
        Write(sequence, text);
        _bytes[at + 4] ^= 1;
        return this;
    }

    /// <summary>Puts it on a disk under its name.</summary>
    public void PutOn(MemoryDisk disk) => disk[$"{_number:D10}.log"] = Bytes;

    /// <summary>Opens it as a file.</summary>
    public ISegmentFile Open()
    {
        using var disk = new MemoryDisk();
        PutOn(disk);
        return disk.Open($"{_number:D10}.log");
    }

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[(8 - bytes.Length % 8) % 8]];

    /// <summary>CRC-32C, bit by bit.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F6_3B78;
        }

        return ~crc;
    }
}
