using Quickstart.Comparison;
using Quickstart.DeadLetters;
using Quickstart.Durability;
using Quickstart.Output;
using Quickstart.Players;
using Quickstart.Priorities;
using Quickstart.Processes;
using Quickstart.Scale;

namespace Quickstart;

/// <summary>The parts one after the other, all in one file.</summary>
/// <param name="Sampling">How long to sample processes.</param>
/// <param name="Writes">How many writes of players to draw.</param>
/// <param name="Players">Among how many players.</param>
/// <param name="Comparison">How long to measure each side.</param>
/// <param name="Kills">How often to kill a process that writes.</param>
internal sealed record Tour(TimeSpan Sampling, int Writes, int Players, ComparisonTimes Comparison, int Kills)
{
    public static Tour Full { get; } = new(
        TimeSpan.FromSeconds(3), Writes: 5_000_000, Players: 200_000,
        new ComparisonTimes(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1.5)),
        Kills: 5);

    public static Tour Quick { get; } = new(
        TimeSpan.FromSeconds(1), Writes: 500_000, Players: 20_000,
        new ComparisonTimes(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.25)),
        Kills: 2);

    public async Task RunAsync(SampleDatabase database, Report report)
    {
        await ProcessPart.RunAsync(database, report, Sampling);
        var workload = new PlayerWorkload(Players, Writes);
        await ScalePart.RunAsync(database, report, workload);
        await ComparisonPart.RunAsync(database, report, workload, Comparison);
        await PriorityPart.RunAsync(database, report);
        await DeadLetterPart.RunAsync(database, report);
        await DurabilityPart.RunAsync(database, report, Kills);
    }
}
