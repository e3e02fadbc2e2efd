using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Allocations;

/// <summary>What makes clean entries dirty, and brings them to a store that takes all: counted on all threads.</summary>
internal static class StoredOperations
{
    private const int Entries = 100_000;
    private const int Awaited = 1_000;
    private const int Together = 10_000;

    public static async Task MeasureAsync(Action<string, long> report)
    {
        var keys = EntryKeys.Make(Entries);
        var store = new NullStore<EntryKey, EntryValue>();
        await using (var cache = await EntryCache.OpenAsync(store, CacheOptions.Resident(Entries)))
        {
            Task StoreAsync(Action<EntryCache, EntryKey> call)
            {
                foreach (var key in keys)
                    call(cache, key);
                return cache.FlushAsync().AsTask();
            }

            report("Set, drained and acknowledged", await Meter.EverywhereAsync(
                Entries, () => StoreAsync(static (cache, key) => cache.Set(in key, default))));
            report("Remove, drained and acknowledged", await Meter.EverywhereAsync(
                Entries, () => StoreAsync(static (cache, key) => cache.Remove(in key))));
            report("SetAsync, Stored", await Meter.EverywhereAsync(Awaited, () => AwaitAsync(cache, keys, WriteDurability.Stored)));
        }

        using var folder = new ScratchFolder();
        var options = CacheOptions.Resident(Entries);
        options.Log = new WriteAheadLogOptions { Directory = folder.Path };
        await using (var cache = await EntryCache.OpenAsync(store, options))
            report("SetAsync, Logged", await Meter.EverywhereAsync(Awaited, () => AwaitAsync(cache, keys, WriteDurability.Logged)));

        await using (var cache = await EntryCache.OpenAsync(store, new WriteBackOptions { Capacity = Entries }))
            report("Set of a new key, evicting another", await Meter.EverywhereAsync(Entries, () => InsertAsync(cache)));
    }

    private static async Task AwaitAsync(EntryCache cache, EntryKey[] keys, WriteDurability durability)
    {
        for (int write = 0; write < Awaited; write++)
            await cache.SetAsync(keys[write], default, durability);
    }

    // Never so many at a time that a writer would have to wait, which has its own cost.
    private static async Task InsertAsync(EntryCache cache)
    {
        var random = new Random();
        for (int write = 1; write <= Entries; write++)
        {
            cache.Set(EntryKeys.Next(random), default);
            if (write % Together == 0)
                await cache.FlushAsync();
        }
    }
}
