namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>How the cache is opened where its memory path is measured.</summary>
internal static class CacheOptions
{
    public const int BatchSize = 1_000;

    /// <summary>Room for all entries and a quarter more, so that none is evicted, and all may be dirty.</summary>
    public static WriteBackOptions Resident(int entries) => new()
    {
        Capacity = CapacityFor(entries),
        MaxDirtyRatio = 1,
        MaxBatchSize = BatchSize,
        Overflow = OverflowPolicy.Throw,
        ShutdownTimeout = TimeSpan.FromMilliseconds(1),
    };

    public static int CapacityFor(int entries) => entries + entries / 4;
}
