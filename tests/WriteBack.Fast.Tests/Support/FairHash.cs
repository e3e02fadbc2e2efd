using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

/// <summary>Spreads keys over all bits.</summary>
internal readonly struct FairHash : ICacheTraits<int>
{
    public static bool CountsReads => true;

    public static ulong Hash(in int key) => Math.BigMul((ulong)key + 1, 0x9E37_79B9_7F4A_7C15UL, out ulong low) ^ low;

    public static bool KeysEqual(in int left, in int right) => left == right;
}
