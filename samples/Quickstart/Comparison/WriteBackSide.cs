using System.Diagnostics;
using Quickstart.Players;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Comparison;

/// <summary>Measures write-back: a write is a Set and a read a TryGet, while the cache brings rows to SQLite.</summary>
internal static class WriteBackSide
{
    /// <summary>One operation takes nanoseconds, and a look at the clock as long.</summary>
    public const int Group = 64;

    public static async Task<Side> MeasureAsync(SampleDatabase database, PlayerWorkload workload, ComparisonTimes times)
    {
        await using var store = SqliteStore.Create(database.ConnectionString, ComparedPlayerCache.Schema);

        // A quarter of the capacity is dirty before writers slow down: that is every player.
        await using var cache = await ComparedPlayerCache.OpenAsync(
            store, new WriteBackOptions { Capacity = 4 * workload.Players, MaxBatchSize = 4_096 });
        foreach (var (key, state) in workload.Everyone())
            cache.Set(key, state);

        long written = 0;
        void WriteGroup()
        {
            for (int i = 0; i < Group; i++, written++)
                cache.Set(workload.KeyOf(written), PlayerWorkload.StateOf(written));
        }

        Timing.Measure(times.WarmUp, Group, WriteGroup);
        await cache.FlushAsync();
        long before = written;
        long start = Stopwatch.GetTimestamp();
        var writes = Timing.Measure(times.Writes, Group, WriteGroup);
        await cache.FlushAsync();
        double perSecond = (written - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;

        long read = 0;
        long found = 0;
        void ReadGroup()
        {
            for (int i = 0; i < Group; i++)
                found += cache.TryGet(workload.KeyOf(read++), out _) ? 1 : 0;
        }

        Timing.Measure(times.WarmUp, Group, ReadGroup);
        var reads = Timing.Measure(times.Reads, Group, ReadGroup);
        Verify.Count("Entries that TryGet found", read, found);

        using var connection = database.Connect();
        string name = ComparedPlayerCache.Schema.Name;
        long rows = Verify.Rows(name, cache.Snapshot(), PlayerTable.Read(connection, name));
        Verify.Drained(await cache.CloseAsync());
        Verify.Ledger(cache.Statistics);
        Verify.Count("Writes that the cache counted", workload.Players + written, cache.Statistics.Writes);
        return new Side(writes, perSecond, reads, rows);
    }
}
