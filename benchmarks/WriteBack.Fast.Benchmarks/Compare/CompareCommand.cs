using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>
/// Compares the cache with its peers in one run of at most four minutes, for machines where an absolute time means little, and
/// says whether a bound was missed.
/// </summary>
internal static class CompareCommand
{
    /// <summary>Runs all pairs, then what is bounded beside them; or the pairs of the sizes that are named.</summary>
    /// <returns>1 when a bound was missed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (CompareArguments.Parse(args) is not { } asked)
        {
            Console.Error.WriteLine(CompareArguments.Usage);
            return 2;
        }

        List<BoundResult> results = [];
        Console.WriteLine(BoundResult.Heading);
        foreach (int size in asked.IsWhole ? Pair.Sizes : asked.Sizes)
            Add(await PairRounds.MeasureAsync(size, asked.Time, TakePart));
        foreach (var extent in asked.IsWhole ? Extent.All : [])
            Add([await extent.MeasureAsync()]);

        if (asked.File is not null)
            new ResultTable(Machine.Today, BoundResult.Columns, [.. results.Select(static result => result.Cells)]).Write(asked.File);

        int missed = results.Count(static result => !result.Holds);
        Console.WriteLine(missed == 0 ? "All bounds hold." : $"{missed} missed.");
        return missed == 0 ? 0 : 1;

        Baton? TakePart() => asked.Pipes is null ? null : Baton.Open(asked.Pipes, asked.IsLeader);

        void Add(List<BoundResult> measured)
        {
            measured.ForEach(Console.WriteLine);
            results.AddRange(measured);
        }
    }
}
