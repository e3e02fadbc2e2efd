using System.Buffers.Binary;
using System.Numerics;

namespace WriteBack.Fast;

// In the form before segments, a file of dead letters had records and no header:
//
//    u32 length of the payload | u32 CRC-32C of the length and the payload | payload
//
// Numbers are little-endian. A payload is never empty, so zeros are not a record.

/// <summary>The condition of a file of the former form.</summary>
internal enum FormerLetterCondition
{
    Whole,

    /// <summary>The file ends with bytes that are not a record: an append did not complete.</summary>
    Torn,

    /// <summary>A record follows after bytes that are not a record.</summary>
    Damaged,
}

/// <summary>Reads dead letters of the former form, which is never written. Thread-safe.</summary>
internal static class FormerLetterFile
{
    private const int HeaderSize = 2 * sizeof(uint);

    public static SegmentNames Names { get; } = new(".letters");

    /// <summary>Reads a file up to the first bytes that are not a record.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="onRecord">Receives the payload of each record.</param>
    /// <param name="end">Receives the end of the last record read.</param>
    public static FormerLetterCondition ReadAll(ReadOnlyMemory<byte> bytes, Action<ReadOnlyMemory<byte>> onRecord, out int end)
    {
        end = 0;
        while (TryRead(bytes[end..], out var payload))
        {
            onRecord(payload);
            end += HeaderSize + payload.Length;
        }

        if (end == bytes.Length)
            return FormerLetterCondition.Whole;
        for (int later = end + 1; later < bytes.Length; later++)
        {
            if (TryRead(bytes[later..], out _))
                return FormerLetterCondition.Damaged;
        }

        return FormerLetterCondition.Torn;
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
        uint checksum = ~Crc32C.Add(BitOperations.Crc32C(Crc32C.Start, length), payload.Span);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[sizeof(uint)..]) == checksum;
    }
}
