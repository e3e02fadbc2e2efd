using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Scaling;

internal static class ScalingCommand
{
    private static readonly string[] Columns = ["workload", "peer", "threads", "million_per_s", "to_one_thread"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OutputOption.TryParse("scaling", args, out string? file))
            return 2;
        var cells = await ThreadScaling.OfAllAsync([.. ThreadCounts.UpTo(Environment.ProcessorCount)]);
        double OfOne(ScalingCell of) =>
            cells.Single(cell => cell.Workload == of.Workload && cell.Peer == of.Peer && cell.Threads == 1).PerSecond;
        OutputOption.Show(
            new ResultTable(Machine.Today, Columns, [.. cells.Select(cell => (string[])
            [
                cell.Workload, cell.Peer, cell.Threads.ToString(CultureInfo.InvariantCulture),
                (cell.PerSecond / 1e6).ToString("F2", CultureInfo.InvariantCulture),
                (cell.PerSecond / OfOne(cell)).ToString("F2", CultureInfo.InvariantCulture),
            ])]),
            file);
        return 0;
    }
}
