using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>One figure of a run, and the most that it may be.</summary>
internal sealed record RowsBound(string Run, string Figure, double Value, double Most)
{
    public const string Heading = "| run | figure | value | bound | |\n|---|---|---|---|---|";

    private const double MostRatio = 1.05;
    private const double MostEvenness = 2;
    private const double LateShare = 0.999;

    // Of the staleness that is allowed, and beside it.
    private const double MostLateness = 1.1;
    private const double MostDelay = 0.05;

    // Beside awaited writes, of the rows that there are without them.
    private const double MostRowsBesideAwaited = 1.1;

    public bool Holds => Value <= Most;

    public static IEnumerable<RowsBound> Of(RowsResult result)
    {
        var run = result.Run;
        double interval = run.Interval.TotalSeconds;
        yield return run.AwaitedRate > 0
            ? new(run.Name, "rows", result.Rows, MostRowsBesideAwaited * run.KeyCount * Math.Ceiling(run.Length / run.Interval))
            : new(run.Name, "ratio", result.Ratio, MostRatio);
        double late = Percentile.Of(LateShare, result.Staleness);
        yield return new(run.Name, "staleness p99.9, s", late, MostLateness * interval + MostDelay + result.CallTime);

        // The keys beside awaited writes are all written within a fifth of a second, so they are due within a fifth of a second.
        if (run.AwaitedRate == 0)
            yield return new(run.Name, "busiest tenth / mean", result.Evenness, MostEvenness);
    }

    public override string ToString() =>
        $"| {Run} | {Figure} | {Shown(Value)} | ≤ {Shown(Most)} | {(Holds ? "holds" : "**missed**")} |";

    private static string Shown(double value) => value.ToString(value < 1_000 ? "0.###" : "N0", CultureInfo.InvariantCulture);
}
