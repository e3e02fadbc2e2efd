using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Allocations;

/// <summary>What touches memory only, of entries that are there and dirty: counted on the thread that calls.</summary>
internal static class ResidentOperations
{
    private const int Entries = 1_000;

    public static async Task MeasureAsync(Action<string, long> report)
    {
        var store = new HeldStore<EntryKey, EntryValue>(new TaskCompletionSource().Task);
        await using var cache = await EntryCache.OpenAsync(store, CacheOptions.Resident(Entries));
        var keys = EntryKeys.Make(Entries);
        var absent = EntryKeys.Make(Entries, seed: 2);
        var values = new EntryValue[Entries];
        var found = new bool[Entries];
        cache.SetMany(keys, values);

        void EachOf(string name, EntryKey[] of, Action<EntryCache, EntryKey> call) => report(name, Meter.OnCaller(Entries, () =>
        {
            foreach (var key in of)
                call(cache, key);
        }));

        EachOf("TryGet, hit", keys, static (cache, key) => cache.TryGet(in key, out _));
        EachOf("TryGet, miss", absent, static (cache, key) => cache.TryGet(in key, out _));
        EachOf("Contains", keys, static (cache, key) => cache.Contains(in key));
        EachOf("Set, coalesced", keys, static (cache, key) => cache.Set(in key, default));
        EachOf("TrySet, coalesced", keys, static (cache, key) => cache.TrySet(in key, default));
        EachOf("Update, coalesced", keys, static (cache, key) => cache.Update(in key, 1L, Add));
        EachOf("Remove and Set, coalesced", keys, static (cache, key) =>
        {
            cache.Remove(in key);
            cache.Set(in key, default);
        });
        EachOf("GetAsync, hit", keys, static (cache, key) => Done(cache.GetAsync(key)));
        EachOf("SetAsync, Memory", keys, static (cache, key) => Done(cache.SetAsync(key, default)));
        EachOf("RemoveAsync, Memory", keys, static (cache, key) => Done(cache.RemoveAsync(key)));
        report("SetMany, per key", Meter.OnCaller(Entries, () => cache.SetMany(keys, values)));
        report("TryGetMany, per key", Meter.OnCaller(Entries, () => cache.TryGetMany(keys, values, found)));
    }

    private static void Add(ref EntryValue value, long more) => value = value with { Score = value.Score + more };

    private static void Done(ValueTask call) => call.GetAwaiter().GetResult();

    private static void Done<TResult>(ValueTask<TResult> call) => call.GetAwaiter().GetResult();
}
