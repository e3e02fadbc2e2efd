using Microsoft.Data.Sqlite;
using Quickstart.Output;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Processes;

/// <summary>Real input: the processes of this host, sampled a hundred times a second into SQLite.</summary>
internal static class ProcessPart
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(SampleDatabase database, Report report, TimeSpan duration)
    {
        report.Heading($"1  The processes of this host, every {Period.TotalMilliseconds:N0} ms for {duration.TotalSeconds:N0} s");

        await using var store = SqliteStore.Create(database.ConnectionString, ProcessCache.Schema);
        await using var cache = await ProcessCache.OpenAsync(
            store, new WriteBackOptions { FlushInterval = TimeSpan.FromMilliseconds(250) });

        var sampler = new ProcessSampler(cache);
        int rounds = await SampleAsync(sampler, duration);
        await cache.FlushAsync();

        using var connection = database.Connect();
        long rows = Verify.Rows(ProcessCache.Schema.Name, cache.Snapshot(), ReadTable(connection));
        var drained = await cache.CloseAsync();
        Verify.Ledger(cache.Statistics);
        Verify.Drained(drained);

        var statistics = cache.Statistics;
        report.Figures(
            ("Rounds of samples", Format.Count(rounds)),
            ("Processes seen", Format.Count(cache.Count)),
            ("Reads skipped (ended or denied)", Format.Count(sampler.Skipped)),
            ("Writes", Format.Count(statistics.Writes)),
            ("Coalesced", Format.Share(statistics.Coalesced, statistics.Writes)),
            ("Rows stored", Format.Count(statistics.Stored)));
        report.Verified(ProcessCache.Schema.Name, rows);
        report.Closed(drained);
    }

    private static async Task<int> SampleAsync(ProcessSampler sampler, TimeSpan duration)
    {
        using var end = new CancellationTokenSource(duration);
        using var timer = new PeriodicTimer(Period);
        int rounds = 0;
        do
        {
            sampler.SampleAll();
            rounds++;
        }
        while (await TickAsync(timer, end.Token));

        return rounds;
    }

    private static async ValueTask<bool> TickAsync(PeriodicTimer timer, CancellationToken end)
    {
        try
        {
            return await timer.WaitForNextTickAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static IEnumerable<KeyValuePair<ProcessKey, ProcessSample>> ReadTable(SqliteConnection connection) =>
        connection.Query(
            "SELECT pid, started_at, cpu_time, working_set, threads FROM process",
            row => KeyValuePair.Create(
                new ProcessKey(row.GetInt32(0), row.GetDateTime(1)),
                new ProcessSample(row.GetTimeSpan(2), row.GetInt64(3), row.GetInt32(4))));
}
