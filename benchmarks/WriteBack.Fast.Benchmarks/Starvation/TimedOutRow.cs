using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>One row that always times out, among others that the store would take at once.</summary>
internal static class TimedOutRow
{
    private const int Rows = 1_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>How long it takes until the others are stored.</summary>
    public static async Task<PartResult> MeasureAsync()
    {
        var keys = EntryKeys.Make(Rows);
        var store = new TimingOutStore(keys[Rows / 2], Rows - 1);
        await using var cache = await EntryCache.OpenAsync(store, new WriteBackOptions { ShutdownTimeout = TimeSpan.FromSeconds(1) });
        long begin = Stopwatch.GetTimestamp();
        for (int write = 0; write < Rows; write++)
            cache.Set(in keys[write], EntryValue.Of(in keys[write], write));
        bool areAllStored = await Task.WhenAny(store.AllStored, Task.Delay(Limit)) == store.AllStored;
        var time = Stopwatch.GetElapsedTime(begin);
        return new PartResult(
            $"the other {Rows - 1} rows stored, s",
            areAllStored ? PartResult.Shown(time.TotalSeconds) : $"{store.Stored} stored in {PartResult.Shown(Limit.TotalSeconds, "F0")}");
    }
}
