using System.Text.Json;

namespace WriteBack.Fast.Benchmarks.Allocations;

/// <summary>How many bytes each operation is to allocate, as a file says.</summary>
internal static class ExpectedAllocations
{
    public const string DefaultPath = "benchmarks/expected-allocations.json";

    /// <exception cref="JsonException">The file is not an object of whole numbers.</exception>
    public static IReadOnlyDictionary<string, long> Read(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path)) ?? throw new JsonException($"'{path}' holds nothing.");

    /// <summary>Names each operation that allocated more, or less, or was not expected, or was not measured.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> measured) =>
        from name in expected.Keys.Union(measured.Keys)
        let before = Say(expected, name)
        let now = Say(measured, name)
        where before != now
        select $"{name}: expected {before}, measured {now}";

    private static string Say(IReadOnlyDictionary<string, long> bytes, string name) =>
        bytes.TryGetValue(name, out long count) ? $"{count} B" : "nothing";
}
