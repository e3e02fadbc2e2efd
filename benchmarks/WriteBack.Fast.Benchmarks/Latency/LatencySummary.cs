using System.Diagnostics;
using HdrHistogram;

namespace WriteBack.Fast.Benchmarks.Latency;

/// <summary>How long single calls took, in nanoseconds.</summary>
internal sealed record LatencySummary(long Calls, double P50, double P99, double P999, double Max)
{
    private const long Longest = 60_000_000_000;
    private const int SignificantDigits = 3;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public static LongHistogram NewHistogram() => new(Longest, SignificantDigits);

    public static long Nanoseconds(long ticks) => Math.Clamp((long)(ticks * NanosecondsPerTick), 1, Longest);

    public static LatencySummary Of(HistogramBase histogram) => new(
        histogram.TotalCount,
        histogram.GetValueAtPercentile(50),
        histogram.GetValueAtPercentile(99),
        histogram.GetValueAtPercentile(99.9),
        histogram.GetMaxValue());

    /// <summary>Of several runs: the median of each figure, and the largest of the largest.</summary>
    public static LatencySummary MedianOf(IReadOnlyList<LatencySummary> runs) => new(
        runs.Sum(static run => run.Calls),
        Results.Median.Of(runs.Select(static run => run.P50)),
        Results.Median.Of(runs.Select(static run => run.P99)),
        Results.Median.Of(runs.Select(static run => run.P999)),
        runs.Max(static run => run.Max));
}
