using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>Shows how few rows are stored for the staleness that was allowed, beside the fewest that could have been.</summary>
internal static class RowsCommand
{
    private const string Quick = "--quick";
    private const string Check = "--check";

    /// <returns>1 when a bound was missed and that was to be checked, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Selection.Parse("rows", args, [.. RowsRun.All.Select(static run => run.Name)], Quick, Check) is not { } selection)
            return 2;
        List<RowsResult> results = [];
        foreach (var run in RowsRun.All.Where(run => selection.Parts.Contains(run.Name)))
            results.Add(await RowsDriver.MeasureAsync(selection.Has(Quick) ? run.Quick() : run));
        new ResultTable(Machine.Today, RowsResult.Columns, [.. results.Select(static result => result.Cells)]).WriteMarkdown(Console.Out);

        RowsBound[] bounds = [.. results.SelectMany(RowsBound.Of)];
        Console.WriteLine();
        Console.WriteLine(RowsBound.Heading);
        foreach (var bound in bounds)
            Console.WriteLine(bound);
        int missed = bounds.Count(static bound => !bound.Holds);
        Console.WriteLine(missed == 0 ? "All bounds hold." : $"{missed} missed.");
        return missed > 0 && selection.Has(Check) ? 1 : 0;
    }
}
