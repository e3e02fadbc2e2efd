using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Scaling;

internal static class ScalingCommand
{
    public static readonly string[] Columns = ["workload", "peer", "threads", "million_per_s", "to_one_thread"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OutputOption.TryParse("scaling", args, out string? file))
            return 2;
        var cells = await ThreadScaling.OfAllAsync([.. ThreadCounts.UpTo(Environment.ProcessorCount)]);
        double OfOne(ScalingWorkload workload, string peer) =>
            cells.Single(cell => cell.Workload == workload && cell.Peer == peer && cell.Threads == 1).PerSecond;
        OutputOption.Show(
            new ResultTable(Machine.Today, Columns, [.. cells.Select(cell => (string[])
            [
                cell.Workload.Name, cell.Peer, cell.Threads.ToString(CultureInfo.InvariantCulture),
                (cell.PerSecond / 1e6).ToString("F2", CultureInfo.InvariantCulture),
                (cell.PerSecond / OfOne(cell.Workload, cell.Peer)).ToString("F2", CultureInfo.InvariantCulture),
            ])]),
            file);
        return 0;
    }
}
