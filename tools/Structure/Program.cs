namespace WriteBack.Fast.Structure;

internal static class Program
{
    private const int Shown = 5;

    /// <summary>Prints the measures of each folder that is named.</summary>
    public static int Main(string[] folders)
    {
        if (folders.Length == 0)
        {
            Console.Error.WriteLine("Usage: dotnet run --project tools/Structure -- <folder of sources> ...");
            return 2;
        }

        foreach (string folder in folders)
            Print(folder, new SourceTree(folder));
        return 0;
    }

    private static void Print(string folder, SourceTree tree)
    {
        var files = Measures.Files(tree);
        Console.WriteLine($"{folder}: {files.Count} files, {files.Sum(static file => file.Value)} lines");
        Print("lines of a file", files);
        Print("lines of a class, all its parts", Measures.Classes(tree));
        Print("parameters of a constructor", Measures.Constructors(tree));
        Console.WriteLine("  rooms that use others:");
        foreach (var room in tree.Dependencies.All().GroupBy(static use => use.From).OrderBy(static room => room.Key))
        {
            var used = room.GroupBy(static use => use.To).OrderBy(static uses => uses.Key).Select(static uses => $"{uses.Key} ({uses.Count()})");
            Console.WriteLine($"    {(room.Key.Length == 0 ? "root" : room.Key)} → {string.Join(", ", used)}");
        }
    }

    private static void Print(string what, IReadOnlyList<Measure> measures)
    {
        Console.WriteLine(
            $"  {what}: median {Measures.Percentile(measures, 0.5)}, 95th percentile {Measures.Percentile(measures, 0.95)}");
        foreach (var (name, value) in measures.OrderByDescending(static measure => measure.Value).Take(Shown))
            Console.WriteLine($"    {value,5}  {name}");
    }
}
