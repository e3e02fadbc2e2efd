using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Latency;

/// <summary>How long a <c>Set</c> takes while the store is idle, busy, or down.</summary>
/// <param name="Idle">While nothing is asked of the store.</param>
/// <param name="Busy">While it is given batch after batch.</param>
/// <param name="Down">While it cannot be reached.</param>
/// <param name="BusyToIdle">The median of the ratios of the one's 99.9th percentile to the other's.</param>
internal sealed record SetLatency(LatencySummary Idle, LatencySummary Busy, LatencySummary Down, double BusyToIdle)
{
    private const int Rounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures each in turn, several times over, so that a slow phase of the machine is one of all: nine seconds.</summary>
    public static async Task<SetLatency> MeasureAsync()
    {
        await using var idle = await SetLoop.IdleAsync();
        await using var busy = await SetLoop.BusyAsync();
        await using var down = await SetLoop.DownAsync();
        SetLoop[] loops = [idle, busy, down];
        foreach (var loop in loops)
            loop.Measure(WarmUp);
        LatencySummary[] Round() => Array.ConvertAll(loops, static loop => loop.Measure(Turn));
        LatencySummary[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Round())];
        LatencySummary Of(int place) => LatencySummary.MedianOf([.. rounds.Select(round => round[place])]);
        return new SetLatency(Of(0), Of(1), Of(2), Median.Of(rounds.Select(static round => round[1].P999 / round[0].P999)));
    }
}
