namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>Keys without an order that a hash could profit from, the same in every run.</summary>
internal static class EntryKeys
{
    public static EntryKey Next(Random random) => new(random.NextInt64(), random.NextInt64());

    public static EntryKey[] Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Next(random))];
    }
}
