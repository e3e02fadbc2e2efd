using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Latency;

/// <summary>One thread that sets one key after the other, and looks at the clock before and after each.</summary>
internal sealed class SetLoop : IAsyncDisposable
{
    private const int Entries = 100_000;
    private const int Accesses = 1 << 17;

    private readonly EntryCache _cache;
    private readonly EntryKey[] _keys;

    private SetLoop(EntryCache cache, EntryKey[] all)
    {
        _cache = cache;
        _keys = new Random(2).GetItems(all, Accesses);
    }

    /// <summary>Everything is dirty, and nothing is asked of the store.</summary>
    public static Task<SetLoop> IdleAsync() =>
        OpenAsync(new NullStore<EntryKey, EntryValue>(), Timeout.InfiniteTimeSpan, batch: 2 * Entries);

    /// <summary>The store takes every batch at once, so that what is dirty is drained all the time.</summary>
    public static Task<SetLoop> BusyAsync() =>
        OpenAsync(new NullStore<EntryKey, EntryValue>(), TimeSpan.FromMilliseconds(1), CacheOptions.BatchSize);

    /// <summary>The store is down, and is tried again and again.</summary>
    public static Task<SetLoop> DownAsync() => OpenAsync(new DownStore(), TimeSpan.FromMilliseconds(1), CacheOptions.BatchSize);

    public LatencySummary Measure(TimeSpan time)
    {
        var histogram = LatencySummary.NewHistogram();
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        long after = 0;
        for (int at = 0; after < end; at = (at + 1) % Accesses)
        {
            ref readonly var key = ref _keys[at];
            long before = Stopwatch.GetTimestamp();
            _cache.Set(in key, new EntryValue(at, 1, 2, 3));
            after = Stopwatch.GetTimestamp();
            histogram.RecordValue(LatencySummary.Nanoseconds(after - before));
        }

        return LatencySummary.Of(histogram);
    }

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    // Far from the limit of what may be dirty, where a writer would have to wait.
    private static async Task<SetLoop> OpenAsync(IWriteBackStore<EntryKey, EntryValue> store, TimeSpan flushInterval, int batch)
    {
        var cache = await EntryCache.OpenAsync(store, new WriteBackOptions
        {
            Capacity = 4 * Entries,
            MaxDirtyRatio = 1,
            MaxBatchSize = batch,
            FlushInterval = flushInterval,
            ShutdownTimeout = TimeSpan.FromMilliseconds(1),
        });
        var all = EntryKeys.Make(Entries);
        foreach (var key in all)
            cache.Set(key, EntryValue.Of(in key));
        return new SetLoop(cache, all);
    }
}
