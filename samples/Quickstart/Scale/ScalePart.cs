using System.Diagnostics;
using Quickstart.Output;
using Quickstart.Players;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Scale;

/// <summary>Scale: millions of skewed writes by one thread, as fast as it can.</summary>
internal static class ScalePart
{
    public static async Task RunAsync(SampleDatabase database, Report report, PlayerWorkload workload)
    {
        report.Heading(
            $"2  {Format.Count(workload.Writes)} writes by one thread, Zipf over {Format.Count(workload.Players)} players");

        await using var store = SqliteStore.Create(database.ConnectionString, PlayerCache.Schema);
        await using var cache = await PlayerCache.OpenAsync(store, new WriteBackOptions
        {
            Capacity = 4 * workload.Players, // a quarter of it is dirty before writers slow down: that is every player
            MaxBatchSize = 4_096,
        });

        var writing = Task.Factory.StartNew(() => Write(cache, workload), TaskCreationOptions.LongRunning);
        var flushing = FlushAfterAsync(writing, cache);
        await LiveProgress.ShowAsync(report, flushing, workload.Writes, () => cache.Statistics);
        var (elapsed, allocated) = await writing;
        var flush = await flushing;

        using var connection = database.Connect();
        long rows = Verify.Rows(PlayerCache.Schema.Name, cache.Snapshot(), PlayerTable.Read(connection, PlayerCache.Schema.Name));
        var drained = await cache.CloseAsync();
        var statistics = cache.Statistics;
        Verify.Ledger(statistics);
        Verify.Drained(drained);
        Verify.Count("Writes that the cache counted", workload.Writes, statistics.Writes);

        report.Figures(
            ("Writes per second, until the last was accepted", Format.Rate(workload.Writes, elapsed)),
            ("Writes per second, until the last was stored", Format.Rate(workload.Writes, elapsed + flush.Duration)),
            ("Bytes allocated per write by the writing thread", Format.Bytes((double)allocated / workload.Writes)),
            ("Times that a write had to wait for SQLite", Format.Count(statistics.Stalls)),
            ("Rows stored", Format.Count(statistics.Stored)),
            ("Transactions", Format.Count(statistics.Flushes)),
            ("Writes saved by coalescing", Format.Share(statistics.Coalesced, statistics.Writes)));
        report.Verified(PlayerCache.Schema.Name, rows);
        report.Closed(drained);
    }

    private static (TimeSpan Elapsed, long Allocated) Write(PlayerCache cache, PlayerWorkload workload)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int write = 0; write < workload.Writes; write++)
            cache.Set(workload.KeyOf(write), PlayerWorkload.StateOf(write));
        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static async Task<FlushReport> FlushAfterAsync(Task writing, PlayerCache cache)
    {
        await writing;
        return await cache.FlushAsync();
    }
}
