using System.Diagnostics;
using Quickstart.Output;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Trace;

/// <summary>Replays a file of reads and writes; each read goes through to SQLite when memory does not have the key.</summary>
internal static class TracePart
{
    public static async Task RunAsync(SampleDatabase database, Report report, TraceFile trace, int capacity)
    {
        report.Heading($"Replay of {trace.Path} through a cache of {Format.Count(capacity)} entries");

        await using var store = SqliteStore.Create(database.ConnectionString, TraceCache.Schema);
        await using var cache = await TraceCache.OpenAsync(store, new WriteBackOptions { Capacity = capacity });

        long start = Stopwatch.GetTimestamp();
        var written = await ReplayAsync(trace.Read(), cache);
        await cache.FlushAsync();
        var elapsed = Stopwatch.GetElapsedTime(start);

        using var connection = database.Connect();
        long rows = Verify.Rows(TraceCache.Schema.Name, written, TraceTable.Read(connection));
        var drained = await cache.CloseAsync();
        var statistics = cache.Statistics;
        Verify.Ledger(statistics);
        Verify.Drained(drained);

        report.Figures(
            ("Reads that hit", Format.Share(statistics.Hits, statistics.Reads)),
            ("Reads that missed", Format.Share(statistics.Misses, statistics.Reads)),
            ("Loads from SQLite", Format.Count(statistics.Loads)),
            ("Writes", Format.Count(statistics.Writes)),
            ("Coalesced", Format.Share(statistics.Coalesced, statistics.Writes)),
            ("Rows stored", Format.Count(statistics.Stored)),
            ("Elapsed, until the last was stored", Format.Seconds(elapsed)));
        report.Verified(TraceCache.Schema.Name, rows);
        report.Closed(drained);
    }

    /// <summary>Replays a trace, checking each read.</summary>
    /// <returns>What the trace has written, to compare the table with.</returns>
    public static async Task<Dictionary<TraceKey, TraceEntry>> ReplayAsync(IEnumerable<TraceOperation> trace, TraceCache cache)
    {
        Dictionary<TraceKey, TraceEntry> written = [];
        foreach (var operation in trace)
        {
            if (operation.IsWrite)
            {
                var entry = new TraceEntry(operation.Line);
                await cache.SetAsync(operation.Key, entry);
                written[operation.Key] = entry;
            }
            else
            {
                var read = await cache.GetAsync(operation.Key);
                TraceEntry? expected = written.TryGetValue(operation.Key, out var entry) ? entry : null;
                if (read != expected)
                {
                    throw new MismatchException(
                        $"The read of line {operation.Line:N0} gave {Show(read)} for {operation.Key.Key}, "
                        + $"but it should be {Show(expected)}.");
                }
            }
        }

        return written;
    }

    private static string Show(TraceEntry? entry) => entry?.ToString() ?? "nothing";
}
