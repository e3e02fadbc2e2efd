using System.Globalization;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>What one part gave.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Value">The figure of the cache.</param>
/// <param name="Alone">The figure of the store alone, where there is one.</param>
/// <param name="Ratio">The one to the other.</param>
internal sealed record PartResult(string Figure, string Value, string Alone = "", string Ratio = "")
{
    public const string Heading = "| part | | the cache | the store alone | ratio |\n|---|---|---|---|---|";

    public string Row(string part) => $"{RowMark(part)}{Figure} | {Value} | {Alone} | {Ratio} |";

    /// <summary>How the row of a part begins.</summary>
    public static string RowMark(string part) => $"| {part} | ";

    public static string Shown(double value, string format = "F2") => value.ToString(format, CultureInfo.InvariantCulture);
}
