using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>The cache on SQLite beside other ways to write there, by ratios that one run gives.</summary>
internal static class SqliteComparison
{
    public const int Entries = 100_000;
    public const int BatchSize = 4_096;

    private const int RowRounds = 11;
    private const int WriteRounds = 3;
    private const int Accesses = 1 << 17;
    private const int Group = 64;

    private static readonly TimeSpan ThroughTurn = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan BackTurn = TimeSpan.FromSeconds(1.5);

    public static EntryKey[] Keys { get; } = EntryKeys.Make(Entries);

    /// <summary>
    /// The rows that come to SQLite in a second through the cache, in the time in which a loop over a prepared statement
    /// brings one. Each round writes every row once, so nothing is coalesced.
    /// </summary>
    public static async Task<double> RowsToRawLoopAsync()
    {
        using var folder = new ScratchFolder();
        await using var raw = new RawLoopSide(folder.File("raw.db"), BatchSize);
        await using var back = await WriteBackSide.OpenAsync(folder.File("back.db"), BatchSize, Entries);
        await TimeAllAsync(raw);
        await TimeAllAsync(back);
        List<double> ratios = [];
        for (int round = 0; round < RowRounds; round++)
            ratios.Add(await TimeAllAsync(raw) / await TimeAllAsync(back));
        return Median.Of(ratios);
    }

    /// <summary>
    /// How many times as many writes a second as write-through, and how many times shorter the median write, where some of the
    /// keys are written far more often than others.
    /// </summary>
    public static async Task<(double WritesPerSecond, double MedianLatency)> ToWriteThroughAsync()
    {
        using var folder = new ScratchFolder();
        await using var through = new WriteThroughSide(folder.File("through.db"));
        await using var back = await WriteBackSide.OpenAsync(folder.File("back.db"), BatchSize, Entries);
        await TimeAllAsync(back);
        var zipf = new Zipf(Entries, Access.Skew);
        var random = new Random(2);
        EntryKey[] keys = [.. Enumerable.Range(0, Accesses).Select(_ => Keys[zipf.Next(random)])];
        List<double> writes = [];
        List<double> latencies = [];
        for (int round = 0; round < WriteRounds; round++)
        {
            var one = await SideTiming.MeasureAsync(through, keys, ThroughTurn, group: 1);
            var other = await SideTiming.MeasureAsync(back, keys, BackTurn, Group);
            writes.Add(other.PerSecond / one.PerSecond);
            latencies.Add(one.P50 / other.P50);
        }

        return (Median.Of(writes), Median.Of(latencies));
    }

    /// <summary>Writes every row once.</summary>
    public static async Task WriteAllAsync(ISide side)
    {
        foreach (var key in Keys)
            side.Write(in key, EntryValue.Of(in key));
        await side.StoreAsync();
    }

    private static async Task<double> TimeAllAsync(ISide side)
    {
        long begin = Stopwatch.GetTimestamp();
        await WriteAllAsync(side);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
