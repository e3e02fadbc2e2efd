using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>Shows whether the cache stands still where callers block, a row times out, a table is away, or nothing is to be done.</summary>
internal static class StarvationCommand
{
    public const string Name = "starvation";

    private const string Quick = "--quick";

    /// <returns>1 when a part failed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Selection.Parse(Name, args, [.. StarvationPart.All.Select(static part => part.Name)], Quick) is not { } selection)
            return 2;
        Console.WriteLine(Machine.Today);
        Console.WriteLine();
        Console.WriteLine(PartResult.Heading);
        if (selection.Parts is [var single])
        {
            var part = StarvationPart.All.First(part => part.Name == single);
            Console.WriteLine((await part.Measure(selection.Has(Quick) ? StarvationSize.Quick : StarvationSize.Whole)).Row(single));
            return 0;
        }

        int failures = 0;
        foreach (string part in selection.Parts)
        {
            string? row = await PartProcess.RunAsync(part, selection.Switches);
            failures += row is null ? 1 : 0;
            Console.WriteLine(row ?? new PartResult("failed", "").Row(part));
        }

        return failures == 0 ? 0 : 1;
    }
}
