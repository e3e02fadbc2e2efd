using System.Collections.Concurrent;
using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>Makes the writes of a run, on a cache with default options but for the interval, and with room for all keys.</summary>
internal static class RowsDriver
{
    private const int Capacity = 1_000_000;
    private const int AwaitedSeed = 3;

    public static async Task<RowsResult> MeasureAsync(RowsRun run)
    {
        var store = new RecordingStore();
        var options = new WriteBackOptions { Capacity = Capacity, FlushInterval = run.Interval };
        var trace = run.NewTrace();
        ConcurrentBag<Task<double>> awaited = [];
        double[] latencies;
        await using (var cache = await EntryCache.OpenAsync(store, options))
        {
            await Task.WhenAll(WriteAsync(cache, trace, run.Rate), AwaitedAsync(cache, run, trace.Keys.Length, awaited));
            latencies = await Task.WhenAll(awaited);
        }

        return RowsResult.Of(run, trace, store, latencies);
    }

    private static Task WriteAsync(EntryCache cache, WriteTrace trace, int rate)
    {
        var keys = EntryKeys.Make(trace.KeyCount);
        return OpenLoop.RunAsync(rate, trace.Keys.Length, write =>
        {
            ref readonly var key = ref keys[trace.Keys[write]];
            trace.Moments[write] = Stopwatch.GetTimestamp();
            cache.Set(in key, EntryValue.Of(in key, write));
        });
    }

    // The numbers of awaited writes follow those of the trace, so that the store's rows tell which is which.
    private static Task AwaitedAsync(EntryCache cache, RowsRun run, int firstNumber, ConcurrentBag<Task<double>> calls)
    {
        var keys = EntryKeys.Make(run.Awaited, AwaitedSeed);
        return OpenLoop.RunAsync(run.AwaitedRate, keys.Length, write => calls.Add(SecondsAsync(cache, keys[write], firstNumber + write)));
    }

    private static async Task<double> SecondsAsync(EntryCache cache, EntryKey key, int write)
    {
        long begin = Stopwatch.GetTimestamp();
        await cache.SetAsync(key, EntryValue.Of(in key, write), WriteDurability.Stored);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
