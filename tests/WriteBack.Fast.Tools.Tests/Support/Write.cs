namespace WriteBack.Fast.Tools.Tests;

/// <summary>A write to a log.</summary>
internal readonly record struct Write(long Key, bool IsDelete)
{
    /// <summary>Enough for three small segments. The first keeps so many live records that nothing of the log is moved.</summary>
    public static IReadOnlyList<Write> Many { get; } =
        [.. Sets(1, 120), .. Sets(1, 25), .. Deletes(26, 10), .. Sets(30, 3), .. Deletes(500, 1), .. Sets(90, 40)];

    public static IEnumerable<Write> Sets(int first, int count) =>
        Enumerable.Range(first, count).Select(static key => new Write(key, false));

    public static IEnumerable<Write> Deletes(int first, int count) =>
        Enumerable.Range(first, count).Select(static key => new Write(key, true));
}
