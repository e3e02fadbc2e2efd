using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>
/// Compares the cache with its peers in one run of at most three minutes, for machines where an absolute time means
/// little, and says whether a bound was missed.
/// </summary>
internal static class CompareCommand
{
    private const double MostBytes = 0.01;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2.2);

    /// <summary>Entries of the caches, in the order of <see cref="Pair.Bounds"/>.</summary>
    public static int[] Sizes { get; } = [1_000, 100_000, 4_000_000];

    /// <summary>Runs all pairs, then what is bounded beside them; or the pairs of one size.</summary>
    /// <returns>1 when a bound was missed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [var only] && Sizes.FirstOrDefault(size => size.ToString(CultureInfo.InvariantCulture) == only) is > 0 and var named)
            return Conclude(await RunPairsAsync([named]));
        if (!OutputOption.TryParse($"compare [{string.Join(" | ", Sizes)}] or compare", args, out string? file))
            return 2;

        var results = await RunPairsAsync(Sizes);
        foreach (var extent in Extent.All)
        {
            results.Add(await extent.MeasureAsync());
            Console.WriteLine(results[^1]);
        }

        if (file is not null)
        {
            new ResultTable(Machine.Today, ["pair", "entries", "ratio", "bound", "ours_ns", "peer_ns"], [.. results.Select(static result => result.Cells)])
                .Write(file);
        }

        return Conclude(results);
    }

    private static async Task<List<BoundResult>> RunPairsAsync(int[] sizes)
    {
        List<BoundResult> results = [];
        Console.WriteLine("| | entries | ratio | bound | ns | peer, ns |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int size in sizes)
        {
            await using var subjects = await Subjects.CreateAsync(size);
            foreach (var pair in Pair.All)
            {
                var comparison = Comparison.Of(pair, subjects, WarmUp, Time);
                double? bound = pair.Bounds[Array.IndexOf(Sizes, size)];
                results.Add(new BoundResult(
                    pair.Name, size, comparison.Ratio, bound,
                    !(comparison.Ratio > bound) && comparison.Bytes < MostBytes, comparison.Ours, comparison.Peer));
                Console.WriteLine(results[^1]);
            }
        }

        return results;
    }

    private static int Conclude(List<BoundResult> results)
    {
        int missed = results.Count(static result => !result.Holds);
        Console.WriteLine(missed == 0 ? "All bounds hold." : $"{missed} missed.");
        return missed == 0 ? 0 : 1;
    }
}
