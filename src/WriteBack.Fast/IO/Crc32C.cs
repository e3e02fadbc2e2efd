using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>CRC-32C (Castagnoli), which processors compute by themselves.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    /// <summary>Takes more bytes into a checksum. The one to keep is its complement.</summary>
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
