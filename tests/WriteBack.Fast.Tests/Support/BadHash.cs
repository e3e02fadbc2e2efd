using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

/// <summary>Gives all keys of one bucket the same hash, to make them collide on purpose.</summary>
internal readonly struct BadHash : ICacheTraits<int>
{
    public const int Buckets = 5;

    public static bool CountsReads => true;

    public static ulong Hash(in int key) => (ulong)(key % Buckets) * 0x2545F4914F6CDD1D;

    public static bool KeysEqual(in int left, in int right) => left == right;
}
