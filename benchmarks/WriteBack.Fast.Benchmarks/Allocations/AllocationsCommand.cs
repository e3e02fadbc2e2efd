using System.Text.Json;

namespace WriteBack.Fast.Benchmarks.Allocations;

/// <summary>Fails when an operation allocates another number of bytes than a file says.</summary>
internal static class AllocationsCommand
{
    /// <returns>1 when a number differs, 2 when the numbers to compare with cannot be read.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        string path = args is [var named] ? named : ExpectedAllocations.DefaultPath;
        if (args.Length > 1 || !File.Exists(path))
            return Refuse($"'{path}' is not there. Usage: allocations [FILE]");
        IReadOnlyDictionary<string, long> expected;
        try
        {
            expected = ExpectedAllocations.Read(path);
        }
        catch (JsonException exception)
        {
            return Refuse(exception.Message);
        }

        Dictionary<string, long> measured = [];
        void Report(string name, long bytes)
        {
            Console.WriteLine($"{bytes,4} B  {name}");
            measured.Add(name, bytes);
        }

        await ResidentOperations.MeasureAsync(Report);
        await StoredOperations.MeasureAsync(Report);
        string[] differences = [.. ExpectedAllocations.Differences(expected, measured)];
        foreach (string difference in differences)
            await Console.Error.WriteLineAsync(difference);
        return differences.Length == 0 ? 0 : 1;
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return 2;
    }
}
