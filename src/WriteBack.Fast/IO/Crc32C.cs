using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>CRC-32C (Castagnoli), for which processors have an instruction. Thread-safe.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    /// <summary>Adds bytes to a checksum that began with <see cref="Start"/>. The final checksum is the complement of the result.</summary>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        int whole = bytes.Length & ~7;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes[..whole]))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (byte last in bytes[whole..])
            crc = BitOperations.Crc32C(crc, last);
        return crc;
    }
}
