namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>One access of a mixed workload.</summary>
internal readonly struct Access(EntryKey key, bool isWrite)
{
    public const double Skew = 0.99;

    public readonly EntryKey Key = key;
    public readonly bool IsWrite = isWrite;

    /// <summary>Keys as skewed as those of YCSB, each access a write with a probability.</summary>
    public static Access[] Make(EntryKey[] keys, int count, double writes, Random random)
    {
        var zipf = new Zipf(keys.Length, Skew);
        return [.. Enumerable.Range(0, count).Select(_ => new Access(keys[zipf.Next(random)], random.NextDouble() < writes))];
    }
}
