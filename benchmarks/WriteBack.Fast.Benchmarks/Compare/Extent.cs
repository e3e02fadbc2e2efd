using WriteBack.Fast.Benchmarks.EndToEnd;
using WriteBack.Fast.Benchmarks.Latency;
using WriteBack.Fast.Benchmarks.Scaling;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What is bounded beside the pairs: a way to the database, a latency, a number of threads.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Least">The least ratio that will do; null where there is a most.</param>
/// <param name="Most">The most.</param>
/// <param name="Measure">Measures the ratio.</param>
internal sealed record Extent(string Name, double? Least, double? Most, Func<Task<double>> Measure)
{
    public static IReadOnlyList<Extent> All { get; } =
    [
        new("Rows per second into SQLite / a prepared statement in a loop", 0.9, null, SqliteComparison.RowsToRawLoopAsync),
        new("Writes per second / write-through on SQLite", 100, null, static async () => (await SqliteComparison.ToWriteThroughAsync()).WritesPerSecond),
        new("Median latency of write-through on SQLite / of a write", 1_000, null, static async () => (await SqliteComparison.ToWriteThroughAsync()).MedianLatency),
        new("p99.9 of Set, busy store / idle store", null, 3, static async () => (await SetLatency.MeasureAsync()).BusyToIdle),
        new("Reads per second, two threads / one", 1.8, null, static () => ThreadScaling.OfReadsAsync(2)),
    ];

    public async Task<BoundResult> MeasureAsync()
    {
        double ratio = await Measure();
        return new BoundResult(Name, Entries: null, ratio, Least ?? Most, Least is null ? ratio <= Most : ratio >= Least) { IsLeast = Least is not null };
    }
}
