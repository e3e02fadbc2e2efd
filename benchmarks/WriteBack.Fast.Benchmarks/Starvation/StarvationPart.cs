using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>One part of the command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Measure">Measures it.</param>
internal sealed record StarvationPart(string Name, Func<StarvationSize, Task<PartResult>> Measure)
{
    public static IReadOnlyList<StarvationPart> All { get; } =
    [
        new("awaiting", static size => BlockedCallers.MeasureAsync(OpenedStore.AwaitingAsync, size)),
        new("blocking", static size => BlockedCallers.MeasureAsync(OpenedStore.BlockingAsync, size)),
        new("sqlite", static size => BlockedCallers.MeasureAsync(OpenedStore.SqliteAsync, size)),
        new("postgresql", static size => PostgreSqlServer.WhyMissing is { } reason
            ? Task.FromResult(new PartResult($"skipped: {reason}", ""))
            : BlockedCallers.MeasureAsync(OpenedStore.PostgreSqlAsync, size)),
        new("timed-out-row", static _ => TimedOutRow.MeasureAsync()),
        new("renamed-table", RenamedTable.MeasureAsync),
        new("idle", IdleCaches.MeasureAsync),
    ];
}
