using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>What was seen, for readers and for programs.</summary>
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

    public static ResultTable Table(IReadOnlyList<Cell> cells) => new(
        Machine.Today,
        ["trace", "capacity", .. Names],
        [.. cells.Select(static cell => (string[])
        [
            cell.Trace, cell.Capacity.ToString(CultureInfo.InvariantCulture),
            .. Names.Select(name => cell.Ratios[name].ToString("F6", CultureInfo.InvariantCulture)),
        ])]);

    private static string Percent(double ratio) => $"{100 * ratio,15:F2}";
}
