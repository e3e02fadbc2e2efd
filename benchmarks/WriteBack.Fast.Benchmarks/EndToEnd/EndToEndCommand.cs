using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

internal static class EndToEndCommand
{
    private static readonly string[] Columns = ["the cache on SQLite", "times"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OutputOption.TryParse("end-to-end", args, out string? file))
            return 2;
        double rows = await SqliteComparison.RowsToRawLoopAsync();
        var (writes, latency) = await SqliteComparison.ToWriteThroughAsync();
        OutputOption.Show(
            new ResultTable(Machine.Today, Columns,
            [
                Row("rows per second, to a prepared statement in a loop", rows),
                Row("writes per second, to write-through", writes),
                Row("median latency of a write, from write-through", latency),
            ]),
            file);
        return 0;
    }

    private static string[] Row(string what, double times) => [what, times.ToString("G4", CultureInfo.InvariantCulture)];
}
