using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Latency;

internal static class LatencyCommand
{
    private static readonly string[] Columns = ["store", "calls", "p50_ns", "p99_ns", "p99.9_ns", "max_ns"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OutputOption.TryParse("latency", args, out string? file))
            return 2;
        var latency = await SetLatency.MeasureAsync();
        string[][] rows = [Row("idle", latency.Idle), Row("busy", latency.Busy), Row("down", latency.Down)];
        OutputOption.Show(new ResultTable(Machine.Today, Columns, rows), file);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n99.9th percentile, busy / idle: {latency.BusyToIdle:F2}"));
        return 0;
    }

    private static string[] Row(string store, LatencySummary latency) =>
    [
        store,
        .. new[] { latency.Calls, latency.P50, latency.P99, latency.P999, latency.Max }
            .Select(static value => value.ToString("F0", CultureInfo.InvariantCulture)),
    ];
}
