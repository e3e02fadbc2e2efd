using System.Globalization;

namespace WriteBack.Fast;

/// <summary>Names of segments: their number, and the extension of their use.</summary>
internal sealed class SegmentNames(string extension)
{
    private const string UnfinishedExtension = ".new";

    public string Of(long number) => number.ToString("D10", CultureInfo.InvariantCulture) + extension;

    /// <summary>A segment's name until it is on stable storage.</summary>
    public string Unfinished(long number) => Of(number) + UnfinishedExtension;

    public bool IsUnfinished(string name) => name.EndsWith(extension + UnfinishedExtension, StringComparison.Ordinal);

    /// <summary>The number in a segment's name.</summary>
    public bool TryParse(string name, out long number) =>
        long.TryParse(
            name.AsSpan(0, Math.Max(0, name.Length - extension.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && name == Of(number);

    /// <summary>The numbers of the segments among some files, in ascending order.</summary>
    public long[] NumbersIn(IEnumerable<string> names) =>
        [.. names.Select(name => TryParse(name, out long number) ? number : 0).Where(static number => number > 0).Order()];
}
