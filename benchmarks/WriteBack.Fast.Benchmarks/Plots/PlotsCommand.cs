using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Scaling;

namespace WriteBack.Fast.Benchmarks.Plots;

/// <summary>Makes a page of tables and charts from the results that the other commands keep, without measuring anything.</summary>
internal static class PlotsCommand
{
    private const string DefaultFolder = "docs/benchmarks";

    private static readonly (string Result, (string Name, Func<ResultTable, GroupedBars> Make)[] Charts)[] Sections =
    [
        ("compare", [("reads", Charts.Reads), ("writes", Charts.Writes)]),
        ("scaling", [.. ScalingWorkload.All.Select(Scaling)]),
        ("latency", [("latency", Charts.Latency)]),
        ("end-to-end", []),
        ("servers", []),
        ("hit-ratio", [("hit-ratio", Charts.HitRatio)]),
    ];

    /// <returns>2 when the arguments make no sense or a result cannot be read.</returns>
    public static int Run(string[] args)
    {
        string folder = args is [var named] ? named : DefaultFolder;
        if (args.Length > 1 || !Directory.Exists(folder))
            return Refuse($"'{folder}' is not there. Usage: plots [DIR]");

        using var page = new StreamWriter(Path.Combine(folder, "README.md"));
        page.WriteLine("# Results\n");
        page.WriteLine("Made by the command `plots` from the files beside this one, which the command that heads each made.");
        foreach (var (result, charts) in Sections)
        {
            string source = Path.Combine(folder, $"{result}.tsv");
            if (!File.Exists(source))
            {
                Console.WriteLine($"{result} was skipped: the command {result} has not left {source}.");
                continue;
            }

            try
            {
                var table = ResultTable.Read(source);
                page.WriteLine($"\n## {result}\n");
                foreach (var (name, make) in charts)
                {
                    make(table).Save(Path.Combine(folder, $"{name}.png"));
                    page.WriteLine($"![{name}]({name}.png)\n");
                    Console.WriteLine($"{name}.png");
                }

                table.WriteMarkdown(page);
            }
            catch (Exception exception) when (exception is InvalidDataException or FormatException)
            {
                return Refuse($"{source}: {exception.Message}");
            }
        }

        return 0;
    }

    private static (string Name, Func<ResultTable, GroupedBars> Make) Scaling(ScalingWorkload workload, int index) =>
        ($"scaling-{index + 1}", table => Charts.Scaling(table, workload.Name));

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return 2;
    }
}
