using WriteBack.Fast.Benchmarks.Plots;

namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>Replays traces on the cache and on others, and shows how much each finds in memory.</summary>
internal static class HitRatioCommand
{
    private const string Usage = "Usage: hit-ratio [--traces DIR] [--out DIR] [--only NAME]";

    public static async Task<int> RunAsync(string[] args)
    {
        string traces = Environment.GetEnvironmentVariable("WRITEBACK_TRACES") ?? Path.Combine("..", "shared", "data");
        string output = "hit-ratio";
        string? only = null;
        for (int at = 0; at < args.Length; at += 2)
        {
            if (at + 1 == args.Length)
                return Refuse(Usage);
            switch (args[at])
            {
                case "--traces":
                    traces = args[at + 1];
                    break;
                case "--out":
                    output = args[at + 1];
                    break;
                case "--only":
                    only = args[at + 1];
                    break;
                default:
                    return Refuse(Usage);
            }
        }

        string[] names = Directory.Exists(traces) ? [.. Trace.NamesIn(traces).Where(name => only is null || name == only)] : [];
        if (names.Length == 0)
            return Refuse($"There is no trace in '{Path.GetFullPath(traces)}'. {Usage}");
        await ReplayAsync(traces, names, Directory.CreateDirectory(output).FullName);
        return 0;
    }

    private static async Task ReplayAsync(string folder, string[] names, string output)
    {
        List<Cell> cells = [];
        Report.WriteHeader(Console.Out);
        List<(Trace Trace, int[] Capacities)> written = [];
        foreach (string name in names)
        {
            var trace = Trace.Load(folder, name);
            int[] capacities = trace.Capacities(folder);
            foreach (int capacity in capacities)
            {
                cells.Add(await Cell.MeasureAsync(trace, capacity));
                Report.WriteRow(Console.Out, cells[^1]);
            }

            if (trace.IsWrite.Length > 0)
                written.Add((trace, capacities));
        }

        Report.WriteMeans(Console.Out, cells);
        var table = Report.Table(cells);
        table.Write(Path.Combine(output, "hit-ratio.tsv"));
        Charts.HitRatio(table).Save(Path.Combine(output, "hit-ratio.png"));
        foreach (var (trace, capacities) in written)
        {
            foreach (int capacity in capacities)
                await WriteReplay.RunAsync(Console.Out, trace, capacity);
        }
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return 2;
    }
}
