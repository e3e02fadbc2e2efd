using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Builds;

internal enum BuildVerdict
{
    Holds,

    /// <summary>The ratio to the peer and the time alone do not agree.</summary>
    Unclear,

    Slower,
}

/// <summary>A pair in two builds, by all rounds.</summary>
/// <param name="Ratio">The median of the ratios' quotients, new / old.</param>
/// <param name="Time">The median of the times' quotients.</param>
/// <param name="LeastTime">The least of the latter: how much noise is left shows in how far the rounds lie apart.</param>
/// <param name="MostTime">The greatest.</param>
internal sealed record BuildComparison(double Ratio, double Time, double LeastTime, double MostTime)
{
    /// <summary>What a pair may take of what it took before.</summary>
    public const double Bound = 1.05;

    public BuildVerdict Verdict => (Ratio > Bound, Time > Bound) switch
    {
        (false, false) => BuildVerdict.Holds,
        (true, true) => BuildVerdict.Slower,
        _ => BuildVerdict.Unclear,
    };

    public static BuildComparison Of(IReadOnlyCollection<BuildRound> rounds) => new(
        Median.Of(rounds.Select(static round => round.Ratio)),
        Median.Of(rounds.Select(static round => round.Time)),
        rounds.Min(static round => round.Time),
        rounds.Max(static round => round.Time));
}
