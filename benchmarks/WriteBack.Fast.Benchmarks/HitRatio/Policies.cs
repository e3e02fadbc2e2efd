using BitFaster.Caching.Lfu;
using BitFaster.Caching.Lru;
using BitFaster.Caching.Scheduler;

namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>What is compared: how many of a trace's keys each finds in memory.</summary>
internal static class Policies
{
    public const string Optimal = "OPT";
    public const string Ours = "WriteBack.Fast";
    public const string Rival = "ConcurrentLfu";

    public static IReadOnlyList<(string Name, Func<uint[], int, ValueTask<long>> Hits)> All { get; } =
    [
        (Optimal, static (keys, capacity) => new(Optimum.Hits(keys, capacity))),
        ("LRU", static (keys, capacity) => new(LeastRecentlyUsed.Hits(keys, capacity))),
        ("ConcurrentLru", static (keys, capacity) => new(HitsOfLru(keys, capacity))),
        (Rival, static (keys, capacity) => new(HitsOfLfu(keys, capacity))),
        (Ours, static (keys, capacity) => HitsOfCacheAsync(keys, capacity)),
    ];

    private static long HitsOfLru(uint[] keys, int capacity)
    {
        var cache = new ConcurrentLru<uint, uint>(concurrencyLevel: 1, Math.Max(3, capacity), EqualityComparer<uint>.Default);
        return keys.LongCount(key => !Misses(cache, key));
    }

    private static long HitsOfLfu(uint[] keys, int capacity)
    {
        var cache = new ConcurrentLfu<uint, uint>(
            concurrencyLevel: 1, Math.Max(3, capacity), new ForegroundScheduler(), EqualityComparer<uint>.Default);
        return keys.LongCount(key => !Misses(cache, key));
    }

    private static bool Misses(BitFaster.Caching.ICache<uint, uint> cache, uint key)
    {
        bool isMissing = !cache.TryGet(key, out _);
        if (isMissing)
            cache.AddOrUpdate(key, key);
        return isMissing;
    }

    private static async ValueTask<long> HitsOfCacheAsync(uint[] keys, int capacity)
    {
        await using var cache = await TraceCache.OpenAsync(new EveryRowStore(), new WriteBackOptions { Capacity = capacity });
        foreach (uint key in keys)
            await cache.GetAsync(key);
        var statistics = cache.Statistics;
        if (cache.Count > capacity || statistics.Reads != keys.Length)
            throw new InvalidOperationException($"{cache.Count} entries of {capacity}, {statistics.Reads} reads of {keys.Length}.");
        return statistics.Hits;
    }
}
