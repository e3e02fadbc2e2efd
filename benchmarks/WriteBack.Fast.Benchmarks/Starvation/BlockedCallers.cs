using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>
/// Many threads of the pool that block in <c>Set</c>, as the cache is full of dirty entries: whatever else the pool would have to
/// run waits behind them.
/// </summary>
internal static class BlockedCallers
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>How long it takes until the store has every row, beside how long the store alone takes for them.</summary>
    public static async Task<PartResult> MeasureAsync(Func<Task<OpenedStore>> open, StarvationSize size)
    {
        var keys = EntryKeys.Make(size.Callers * size.WritesEach);
        TimeSpan alone;
        await using (var opened = await open())
            alone = await StoreAlone.MeasureAsync(opened.Store, keys, size.BatchSize);

        string figure = $"{keys.Length:N0} writes of {size.Callers} callers, s";
        await using var behind = await open();
        var cache = await EntryCache.OpenAsync(
            behind.Store, new WriteBackOptions { Capacity = size.Capacity, MaxBatchSize = size.BatchSize });
        long begin = Stopwatch.GetTimestamp();
        var callers = Task.WhenAll(Enumerable.Range(0, size.Callers).Select(caller =>
            Task.Run(() => Write(cache, keys, caller * size.WritesEach, size.WritesEach))));

        // Callers that never return cannot be stopped, so the cache is left to the end of the process.
        if (await Task.WhenAny(callers, Task.Delay(Patience)) != callers)
        {
            string stored = $"{cache.Statistics.Stored:N0} stored in {PartResult.Shown(Patience.TotalSeconds, "F0")}";
            return new PartResult(figure, stored, PartResult.Shown(alone.TotalSeconds));
        }

        await callers;
        await cache.FlushAsync();
        var time = Stopwatch.GetElapsedTime(begin);
        await cache.DisposeAsync();
        return new PartResult(
            figure, PartResult.Shown(time.TotalSeconds), PartResult.Shown(alone.TotalSeconds), PartResult.Shown(time / alone));
    }

    private static void Write(EntryCache cache, EntryKey[] keys, int first, int count)
    {
        for (int write = first; write < first + count; write++)
            cache.Set(in keys[write], EntryValue.Of(in keys[write], write));
    }
}
