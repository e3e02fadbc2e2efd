using System.Buffers.Binary;
using System.Numerics;

namespace WriteBack.Fast;

// A record in a file:  u32 length of the payload | u32 CRC-32C of the length and the payload | payload
// Little-endian. No payload is empty, so zeros are no record.

/// <summary>What a segment is read as.</summary>
internal enum SegmentCondition
{
    Whole,

    /// <summary>Its end is no record, and nothing valid follows: an append that did not complete.</summary>
    Torn,

    /// <summary>Records follow after something that is none.</summary>
    Damaged,
}

/// <summary>Frames records, and finds them again.</summary>
internal static class DeadLetterFrame
{
    public const int HeaderSize = 2 * sizeof(uint);

    /// <summary>Completes a record whose payload follows the room for its header.</summary>
    public static void Seal(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(record.Length - HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(record[sizeof(uint)..], ChecksumOf(record[HeaderSize..]));
    }

    /// <summary>Reads a segment up to the first thing that is no record.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="onRecord">Gets each payload.</param>
    /// <param name="end">How far it was read.</param>
    public static SegmentCondition ReadAll(ReadOnlyMemory<byte> bytes, Action<ReadOnlyMemory<byte>> onRecord, out int end)
    {
        end = 0;
        while (TryRead(bytes[end..], out var payload))
        {
            onRecord(payload);
            end += HeaderSize + payload.Length;
        }

        if (end == bytes.Length)
            return SegmentCondition.Whole;
        for (int later = end + 1; later < bytes.Length; later++)
        {
            if (TryRead(bytes[later..], out _))
                return SegmentCondition.Damaged;
        }

        return SegmentCondition.Torn;
    }

    private static bool TryRead(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (bytes.Length <= HeaderSize)
            return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span);
        if (length == 0 || length > bytes.Length - HeaderSize)
            return false;
        payload = bytes.Slice(HeaderSize, (int)length);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[sizeof(uint)..]) == ChecksumOf(payload.Span);
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> payload) =>
        ~Crc32C.Add(BitOperations.Crc32C(Crc32C.Start, (uint)payload.Length), payload);
}
