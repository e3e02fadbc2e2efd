using System.Diagnostics;
using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>What one run gave. Times are in seconds.</summary>
internal sealed record RowsResult(RowsRun Run)
{
    /// <summary>The columns of the table that the command shows.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "run", "writes", "writes a second", "rows", "least", "ratio", "staleness p50, T", "p99.9, T", "max, T", "busiest tenth / mean",
        "of the least", "calls a second", "call, ms", "awaited p50, ms", "p99, ms",
    ];

    public int Writes { get; private init; }

    public double WritesPerSecond { get; private init; }

    /// <summary>The rows of all writes, the awaited ones included.</summary>
    public int Rows { get; private init; }

    /// <summary>The fewest rows that could have been, one for each awaited write included.</summary>
    public int Least { get; private init; }

    public double Ratio => (double)Rows / Least;

    /// <summary>The staleness of the rows that nobody awaited.</summary>
    public double[] Staleness { get; private init; } = [];

    /// <summary>Of the rows that nobody awaited: see <see cref="BusiestTenth"/>.</summary>
    public double Evenness { get; private init; }

    /// <summary>Of the fewest rows: what no cache could make more even without storing more of them, or storing them earlier.</summary>
    public double LeastEvenness { get; private init; }

    public double CallsPerSecond { get; private init; }

    /// <summary>The mean time that a call of the store took.</summary>
    public double CallTime { get; private init; }

    /// <summary>How long each awaited write took.</summary>
    public double[] Latencies { get; private init; } = [];

    public IReadOnlyList<string> Cells =>
    [
        Run.Name, Shown("N0", Writes), Shown("N0", WritesPerSecond), Shown("N0", Rows), Shown("N0", Least), Shown("F3", Ratio),
        StalenessAt(0.5), StalenessAt(0.999), StalenessAt(1), Shown("F2", Evenness), Shown("F2", LeastEvenness),
        Shown("F1", CallsPerSecond), Shown("F2", 1_000 * CallTime), LatencyAt(0.5), LatencyAt(0.99),
    ];

    public static RowsResult Of(RowsRun run, WriteTrace trace, RecordingStore store, double[] latencies)
    {
        long end = trace.Moments[^1];
        StoredRow[] plain = [.. store.Rows.Where(row => row.Write < trace.Keys.Length)];
        var count = RowCount.Of(trace, plain);
        var least = trace.LeastRows((long)(run.Interval.TotalSeconds * Stopwatch.Frequency));
        double seconds = Stopwatch.GetElapsedTime(trace.Moments[0], end).TotalSeconds;
        return new RowsResult(run)
        {
            Writes = trace.Keys.Length,
            WritesPerSecond = trace.Keys.Length / seconds,
            Rows = count.Rows + store.Rows.Count - plain.Length,
            Least = least.Count + latencies.Length,
            Staleness = count.Staleness,
            Evenness = BusiestTenth.ToMean([.. plain.Select(static row => row.Moment)], end),
            LeastEvenness = BusiestTenth.ToMean(least, end),
            CallsPerSecond = store.Calls.Count(call => call.End <= end) / seconds,
            CallTime = store.Calls.Average(static call => Stopwatch.GetElapsedTime(call.Begin, call.End).TotalSeconds),
            Latencies = latencies,
        };
    }

    private string StalenessAt(double share) => Shown("F3", Percentile.Of(share, Staleness) / Run.Interval.TotalSeconds);

    private string LatencyAt(double share) => Latencies.Length == 0 ? "" : Shown("F1", 1_000 * Percentile.Of(share, Latencies));

    private static string Shown(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
