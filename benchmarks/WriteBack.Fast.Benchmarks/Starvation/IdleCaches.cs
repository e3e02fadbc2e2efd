using WriteBack.Fast.Benchmarks.Compare;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>Caches that had something to do once, and have nothing to do now.</summary>
internal static class IdleCaches
{
    private const int Capacity = 1_000;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>The processor time of the process a second.</summary>
    public static async Task<PartResult> MeasureAsync(StarvationSize size)
    {
        var store = new NullStore<EntryKey, EntryValue>();
        EntryCache[] caches = await Task.WhenAll(EntryKeys.Make(size.Caches).Select(key => OpenAsync(store, key)));
        await Task.Delay(Settling);
        var before = ProcessorClock.Now;
        await Task.Delay(size.IdleTime);
        var spent = ProcessorClock.Now - before;
        foreach (var cache in caches)
            await cache.DisposeAsync();
        return new PartResult(
            $"{size.Caches} idle caches, ms of processor time a second",
            PartResult.Shown(spent.TotalMilliseconds / size.IdleTime.TotalSeconds, "F1"));
    }

    private static async Task<EntryCache> OpenAsync(IWriteBackStore<EntryKey, EntryValue> store, EntryKey key)
    {
        var cache = await EntryCache.OpenAsync(store, new WriteBackOptions { Capacity = Capacity });
        cache.Set(in key, EntryValue.Of(in key));
        await cache.FlushAsync();
        return cache;
    }
}
