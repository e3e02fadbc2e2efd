using System.Globalization;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>
/// Compares the cache with its peers in one run of at most three minutes, for machines where an absolute time means
/// little, and says whether a bound was missed.
/// </summary>
internal static class CompareCommand
{
    private const double MostBytes = 0.01;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2.5);

    /// <summary>Entries of the caches, in the order of <see cref="Pair.Bounds"/>.</summary>
    public static int[] Sizes { get; } = [1_000, 100_000, 4_000_000];

    /// <summary>Runs all pairs, or those of one size.</summary>
    /// <returns>1 when a bound was missed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        int[] sizes = Sizes;
        if (args is [var only])
            sizes = [.. Sizes.Where(size => size.ToString(CultureInfo.InvariantCulture) == only)];
        if (args.Length > 1 || sizes.Length == 0)
        {
            await Console.Error.WriteLineAsync($"Usage: compare [{string.Join(" | ", Sizes)}]");
            return 2;
        }

        int missed = 0;
        Console.WriteLine("| | entries | ratio | bound | ns | peer, ns | B |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (int size in sizes)
        {
            await using var subjects = await Subjects.CreateAsync(size);
            foreach (var pair in Pair.All)
                missed += IsWithin(pair, size, Comparison.Of(pair, subjects, WarmUp, Time)) ? 0 : 1;
        }

        Console.WriteLine(missed == 0 ? "All bounds hold." : $"{missed} missed.");
        return missed == 0 ? 0 : 1;
    }

    private static bool IsWithin(Pair pair, int size, Comparison result)
    {
        double? bound = pair.Bounds[Array.IndexOf(Sizes, size)];
        bool isWithin = !(result.Ratio > bound) && result.Bytes < MostBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {pair.Name} | {size:N0} | {result.Ratio:F3} | {(bound is null ? "–" : $"{bound:F2}")}{(isWithin ? "" : " **missed**")} | {result.Ours:F1} | {result.Peer:F1} | {result.Bytes:F3} |"));
        return isWithin;
    }
}
