using System.Globalization;

namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>What was seen, as a table, a file for programs, and a picture.</summary>
internal static class Report
{
    private static readonly string[] Names = [.. Policies.All.Select(static policy => policy.Name)];

    public static void WriteHeader(TextWriter to) =>
        to.WriteLine($"{"trace",-16} {"capacity",8} {string.Concat(Names.Select(static name => $"{name,15}"))}");

    public static void WriteRow(TextWriter to, Cell cell) =>
        to.WriteLine($"{cell.Trace,-16} {cell.Capacity,8} {string.Concat(Names.Select(name => Percent(cell.Ratios[name])))}");

    public static void WriteMeans(TextWriter to, IReadOnlyList<Cell> cells)
    {
        to.WriteLine($"{"mean",-25} {string.Concat(Names.Select(name => Percent(cells.Average(cell => cell.Ratios[name]))))}");
        to.WriteLine($"{"mean of ratio / OPT",-25} {string.Concat(Names.Select(name => $"{cells.Average(cell => cell.OfOptimum(name)),15:F4}"))}");
        var worst = cells.MinBy(static cell => cell.Ratios[Policies.Ours] - cell.Ratios[Policies.Rival])!;
        double difference = 100 * (worst.Ratios[Policies.Ours] - worst.Ratios[Policies.Rival]);
        to.WriteLine($"Furthest below {Policies.Rival}: {difference:F2} points, {worst.Trace} at {worst.Capacity}.");
    }

    public static void WriteCsv(string path, IReadOnlyList<Cell> cells) => File.WriteAllLines(
        path,
        [
            $"trace,capacity,{string.Join(',', Names)}",
            .. cells.Select(static cell => string.Create(
                CultureInfo.InvariantCulture, $"{cell.Trace},{cell.Capacity},{string.Join(',', Names.Select(name => cell.Ratios[name].ToString("F6", CultureInfo.InvariantCulture)))}")),
        ]);

    /// <summary>Bars of the share of the optimum, by trace, each the mean over its capacities.</summary>
    public static void WritePlot(string path, IReadOnlyList<Cell> cells)
    {
        var plot = new ScottPlot.Plot();
        string[] traces = [.. cells.Select(static cell => cell.Trace).Distinct()];
        string[] compared = [.. Names.Where(static name => name != Policies.Optimal)];
        for (int policy = 0; policy < compared.Length; policy++)
        {
            int place = policy;
            var bars = plot.Add.Bars(
                traces.Select((_, trace) => trace * (compared.Length + 1.5) + place),
                traces.Select(trace => cells.Where(cell => cell.Trace == trace).Average(cell => cell.OfOptimum(compared[place]))));
            bars.LegendText = compared[policy];
        }

        double middle = (compared.Length - 1) / 2.0;
        plot.Axes.Bottom.SetTicks([.. traces.Select((_, trace) => trace * (compared.Length + 1.5) + middle)], traces);
        plot.Axes.Bottom.TickLabelStyle.Rotation = 30;
        plot.Axes.Bottom.TickLabelStyle.Alignment = ScottPlot.Alignment.MiddleLeft;
        plot.Axes.Bottom.MinimumSize = 90;
        plot.Axes.SetLimitsY(0, 1.15);
        plot.YLabel("hit ratio / optimum");
        plot.Title("Hit ratio of caches, as a share of Belady's optimum");
        plot.ShowLegend(ScottPlot.Alignment.UpperCenter, ScottPlot.Orientation.Horizontal);
        plot.SavePng(path, 1_400, 600);
    }

    private static string Percent(double ratio) => $"{100 * ratio,15:F2}";
}
