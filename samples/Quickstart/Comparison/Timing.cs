using System.Diagnostics;

namespace Quickstart.Comparison;

/// <summary>How long operations took.</summary>
/// <param name="P50">Median, in nanoseconds per operation.</param>
/// <param name="P99">99th percentile, in nanoseconds per operation.</param>
/// <param name="Operations">How many were timed.</param>
internal sealed record Timing(double P50, double P99, long Operations)
{
    /// <summary>Repeats an operation for a while.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="group">
    /// Operations per sample: 1, or more where one is too short for the clock; a sample is then the mean of its group.
    /// </param>
    /// <param name="operate">Carries out one group.</param>
    public static Timing Measure(TimeSpan duration, int group, Action operate)
    {
        List<long> samples = [];
        long began = Stopwatch.GetTimestamp();
        long ended;
        do
        {
            long start = Stopwatch.GetTimestamp();
            operate();
            ended = Stopwatch.GetTimestamp();
            samples.Add(ended - start);
        }
        while (Stopwatch.GetElapsedTime(began, ended) < duration);

        samples.Sort();
        return new Timing(Nanoseconds(0.50), Nanoseconds(0.99), (long)samples.Count * group);

        double Nanoseconds(double quantile) =>
            Stopwatch.GetElapsedTime(0, Percentile(samples, quantile)).TotalNanoseconds / group;
    }

    /// <summary>The smallest sample that at least this share of all does not exceed.</summary>
    public static long Percentile(List<long> sorted, double quantile) => sorted[(int)Math.Ceiling(quantile * sorted.Count) - 1];
}
