using Quickstart.Output;
using Quickstart.Players;

namespace Quickstart.Comparison;

/// <summary>Write-through against write-back, on the same file with the same settings and the same writes.</summary>
internal static class ComparisonPart
{
    public static async Task RunAsync(SampleDatabase database, Report report, PlayerWorkload workload, ComparisonTimes times)
    {
        report.Heading("3  Write-through against write-back, both in this file: WAL, synchronous=FULL, the same writes");
        report.Line($"Each table begins with all {Format.Count(workload.Players)} players.");
        var through = WriteThroughSide.Measure(database, workload, times);
        var back = await WriteBackSide.MeasureAsync(database, workload, times);

        report.Table(
            ["", "write-through", "write-back", "ratio"],
            Latency("Write, median", through.Writes.P50, back.Writes.P50),
            Latency("Write, 99th percentile", through.Writes.P99, back.Writes.P99),
            ["Writes per second, until stored", Format.Rate(through.WritesPerSecond), Format.Rate(back.WritesPerSecond),
                Format.Ratio(back.WritesPerSecond / through.WritesPerSecond)],
            Latency("Read by key, median", through.Reads.P50, back.Reads.P50),
            Latency("Read by key, 99th percentile", through.Reads.P99, back.Reads.P99),
            ["Writes timed", Format.Count(through.Writes.Operations), Format.Count(back.Writes.Operations), ""],
            ["Reads timed", Format.Count(through.Reads.Operations), Format.Count(back.Reads.Operations), ""]);
        report.Line($"Write-through is timed call by call, write-back in groups of {WriteBackSide.Group} calls at their mean.");
        report.Line("A write-through is on the disk when it returns; a write-back within FlushInterval, here one second,");
        report.Line("and the time that SQLite needs for what is ahead of it.");
        report.Verified(WriteThroughTable.Name, through.Rows);
        report.Verified(ComparedPlayerCache.Schema.Name, back.Rows);
    }

    private static string[] Latency(string name, double through, double back) =>
        [name, Format.Nanoseconds(through), Format.Nanoseconds(back), Format.Ratio(through / back)];
}
