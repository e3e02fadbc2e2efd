namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>
/// A trace with writes, once with a store that has each write before the next access, once with a slow one: whether what
/// may not be evicted costs hits.
/// </summary>
internal static class WriteReplay
{
    private const double DirtyRatio = 0.25;

    // The slow store has half of what may be dirty in its hands, for as long as the other half takes to be written.
    private const int BatchesPerCapacity = 8;
    private const int ReleasesPerCapacity = 5;

    // Each cache hashes in its own way, which moves its hits by half a point: by the mean of some, little is left of that.
    private const int Rounds = 7;

    public static async Task RunAsync(TextWriter to, Trace trace, int capacity)
    {
        double prompt = 0;
        double slow = 0;
        for (int round = 0; round < Rounds; round++)
        {
            prompt += 100 * await RunAsync(trace, capacity, isSlow: false, to) / Rounds;
            slow += 100 * await RunAsync(trace, capacity, isSlow: true, to) / Rounds;
        }

        to.WriteLine($"{trace.Name} at {capacity}, {100.0 * trace.IsWrite.Count(static write => write) / trace.IsWrite.Length:F0} % writes: "
            + $"flush at once {prompt:F2}, slow store {slow:F2}, difference {slow - prompt:F2} points");
    }

    private static async Task<double> RunAsync(Trace trace, int capacity, bool isSlow, TextWriter to)
    {
        var store = new SlowStore();
        int period = Math.Max(1, capacity / ReleasesPerCapacity);
        await using var cache = await TraceCache.OpenAsync(store, new WriteBackOptions
        {
            Capacity = capacity,
            MaxDirtyRatio = DirtyRatio,
            MaxBatchSize = Math.Max(1, capacity / BatchesPerCapacity),
            FlushInterval = Timeout.InfiniteTimeSpan,
            Overflow = OverflowPolicy.Throw,
        });
        long hits = 0;
        long limit = (long)(capacity * DirtyRatio);
        long refusals = 0;
        long stalls = 0;
        long dirty = 0;
        for (int access = 0; access < trace.Keys.Length; access++)
        {
            uint key = trace.Keys[access];
            dirty += cache.DirtyCount;
            if (!isSlow || access % period == 0)
                store.Release();
            if (!trace.IsWrite[access])
            {
                long before = cache.Statistics.Hits;
                await cache.GetAsync(key);
                hits += cache.Statistics.Hits - before;
                continue;
            }

            hits += cache.Contains(key) ? 1 : 0;
            // There is one writer, so how much is dirty only falls meanwhile: below the limit it is not that which refuses.
            for (bool isAtLimit = cache.DirtyCount >= limit; !cache.TrySet(key, access); isAtLimit = cache.DirtyCount >= limit)
            {
                if (isAtLimit)
                    refusals++;
                else
                    stalls++;
                store.Release();
                await Task.Yield();
            }

            if (!isSlow)
                await cache.FlushAsync();
        }

        store.ReleaseForGood();
        await cache.FlushAsync();
        var statistics = cache.Statistics;
        if (isSlow)
        {
            to.WriteLine($"{statistics.Evictions} evictions, {stalls} writes that found no clean entry, {refusals} at the dirty limit, "
                + $"{100.0 * dirty / trace.Keys.Length / capacity:F0} % dirty on average");
        }

        return (double)hits / trace.Keys.Length;
    }
}
