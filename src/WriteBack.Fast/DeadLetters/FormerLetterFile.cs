using System.Buffers.Binary;
using System.Numerics;

namespace WriteBack.Fast;

// Before the dead letters were in segments, a file of theirs was records alone:
//
//    u32 length of the payload | u32 CRC-32C of the length and the payload | payload
//
// Little-endian. No payload is empty, so zeros are no record.

/// <summary>What a file of the former form is read as.</summary>
internal enum FormerLetterCondition
{
    Whole,

    /// <summary>Its end is no record, and nothing valid follows: an append that did not complete.</summary>
    Torn,

    /// <summary>Records follow after something that is none.</summary>
    Damaged,
}

/// <summary>Reads dead letters of the former form, which is not written any more.</summary>
internal static class FormerLetterFile
{
    private const int HeaderSize = 2 * sizeof(uint);

    public static SegmentNames Names { get; } = new(".letters");

    /// <summary>Reads a file up to the first thing that is no record.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="onRecord">Gets each payload.</param>
    /// <param name="end">How far it was read.</param>
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
