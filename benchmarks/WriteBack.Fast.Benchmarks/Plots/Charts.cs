using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Scaling;

namespace WriteBack.Fast.Benchmarks.Plots;

/// <summary>What each chart takes from a table of results.</summary>
internal static class Charts
{
    private const string Separator = " / ";

    public static GroupedBars Reads(ResultTable compared) => Ratios(compared, "Time of TryGet", static operation => operation == "TryGet");

    public static GroupedBars Writes(ResultTable compared) =>
        Ratios(compared, "Time of Set", static operation => operation.StartsWith("Set", StringComparison.Ordinal));

    public static GroupedBars Scaling(ResultTable scaling, string workload)
    {
        string Threads(IReadOnlyList<string> row) => row[scaling["threads"]] == "1" ? "1 thread" : $"{row[scaling["threads"]]} threads";
        var cells = scaling.Rows.Where(row => row[scaling["workload"]] == workload).ToDictionary(
            row => (Group: Threads(row), Series: row[scaling["peer"]]),
            row => Number(row[scaling["million_per_s"]]));
        return new GroupedBars(
            $"{workload} by number of threads, {ScalingWorkload.Entries:N0} entries (more is better)", "million operations per second", scaling.Origin)
        {
            Groups = [.. cells.Keys.Select(static cell => cell.Group).Distinct()],
            Series = [.. cells.Keys.Select(static cell => cell.Series).Distinct()],
            ValueOf = (group, series) => cells[(group, series)] is var number ? (number, $"{number:N0}") : null,
        };
    }

    public static GroupedBars Latency(ResultTable latency)
    {
        string[] figures = ["p50", "p99", "p99.9", "max"];
        var rows = latency.Rows.ToDictionary(row => row[latency["store"]]);
        return new GroupedBars("Latency of Set while the store is idle, busy, or down (less is better)", "time of one call", latency.Origin)
        {
            Groups = figures,
            Series = [.. rows.Keys],
            ValueOf = (figure, store) => Number(rows[store][latency[$"{figure}_ns"]]) is var time ? (time, Duration(time)) : null,
            Decades = (10, Duration),
        };
    }

    /// <summary>Each the mean over a trace's capacities, and last over all.</summary>
    public static GroupedBars HitRatio(ResultTable ratios)
    {
        const string Optimum = "OPT";
        const string Mean = "mean";
        int trace = ratios["trace"];
        double Share(string group, string policy) => ratios.Rows
            .Where(row => group == Mean || row[trace] == group)
            .Average(row => Number(row[ratios[policy]]) / Number(row[ratios[Optimum]]));
        return new GroupedBars("Hit ratio as a share of Belady's optimum, by trace (more is better)", "hit ratio / optimum", ratios.Origin)
        {
            Groups = [.. ratios.Rows.Select(row => row[trace]).Distinct(), Mean],
            Series = [.. ratios.Columns.Skip(2).Where(static policy => policy != Optimum)],
            ValueOf = (group, policy) => (Share(group, policy), ""),
            Par = 1,
        };
    }

    private static GroupedBars Ratios(ResultTable compared, string what, Func<string, bool> isShown)
    {
        (string Operation, string Peer) Names(IReadOnlyList<string> row)
        {
            string[] names = row[compared["pair"]].Split(Separator, 2);
            return (names[0], names[^1]);
        }

        string Entries(IReadOnlyList<string> row) => $"{Number(row[compared["entries"]]):N0} entries";
        var cells = compared.Rows.Where(row => isShown(Names(row).Operation)).ToDictionary(
            row => (Group: Entries(row), Series: Names(row).Peer),
            row => (Value: Number(row[compared["ratio"]]), Bound: row[compared["bound"]]));
        return new GroupedBars($"{what}, divided by the peer's (less is better; in brackets the aim)", "this cache / peer", compared.Origin)
        {
            Groups = [.. cells.Keys.Select(static cell => cell.Group).Distinct()],
            Series = [.. cells.Keys.Select(static cell => cell.Series).Distinct()],
            ValueOf = (group, series) =>
                cells.TryGetValue((group, series), out var cell) ? (cell.Value, $"{cell.Value:F2}{Aim(cell.Bound)}") : null,
            Par = 1,
        };

        static string Aim(string bound) => bound.Length == 0 ? "" : $"\n(≤ {Number(bound):F2})";
    }

    private static string Duration(double nanoseconds) => nanoseconds switch
    {
        >= 1e9 => $"{nanoseconds / 1e9:G3} s",
        >= 1e6 => $"{nanoseconds / 1e6:G3} ms",
        >= 1e3 => $"{nanoseconds / 1e3:G3} µs",
        _ => $"{nanoseconds:G3} ns",
    };

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
