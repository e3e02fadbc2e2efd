using WriteBack.Fast.Benchmarks.Compare;

namespace WriteBack.Fast.Benchmarks.Builds;

/// <summary>Says what <c>compare-builds.sh</c> measured: of each pair how the new build's time is to the old one's.</summary>
internal static class CompareBuildsCommand
{
    /// <returns>0 when no pair is slower, 1 when one is, 2 when there is nothing to compare, 3 when one is unclear.</returns>
    public static int Run(string[] args)
    {
        if (args is not [var folder] || !Directory.Exists(folder) || BuildRounds.Read(folder) is not { Count: > 0 } pairs)
        {
            Console.Error.WriteLine("Usage: compare-builds FOLDER, with the files that compare-builds.sh leaves");
            return 2;
        }

        var results = pairs.ToDictionary(static pair => pair.Key, static pair => BuildComparison.Of([.. pair]));
        Console.WriteLine($"Medians of {pairs[0].Count()} rounds, new / old.");
        Console.WriteLine();
        Console.WriteLine("| | entries | ratio to the peer | time | time, least to greatest | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var ((pair, entries), result) in results)
        {
            string verdict = result.Verdict is BuildVerdict.Holds ? "holds" : $"**{(result.Verdict is BuildVerdict.Slower ? "slower" : "unclear")}**";
            Console.WriteLine(
                $"| {pair} | {entries} | {BoundResult.Shown(result.Ratio)} | {BoundResult.Shown(result.Time)} "
                + $"| {BoundResult.Shown(result.LeastTime)} to {BoundResult.Shown(result.MostTime)} | {verdict} |");
        }

        int slower = results.Values.Count(static result => result.Verdict is BuildVerdict.Slower);
        int unclear = results.Values.Count(static result => result.Verdict is BuildVerdict.Unclear);
        Console.WriteLine($"Slower by more than 5 %: {slower}. Unclear, as ratio and time do not agree: {unclear}.");
        return slower > 0 ? 1 : unclear > 0 ? 3 : 0;
    }
}
