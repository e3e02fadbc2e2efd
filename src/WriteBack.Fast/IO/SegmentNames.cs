using System.Globalization;

namespace WriteBack.Fast;

/// <summary>The file names of segments: ten digits of the number, and an extension. Thread-safe.</summary>
/// <param name="extension">The extension, with its dot.</param>
internal sealed class SegmentNames(string extension)
{
    private const string UnfinishedExtension = ".new";

    public string Of(long number) => number.ToString("D10", CultureInfo.InvariantCulture) + extension;

    /// <summary>The name of a segment until its header is on stable storage.</summary>
    public string Unfinished(long number) => Of(number) + UnfinishedExtension;

    public bool IsUnfinished(string name) => name.EndsWith(extension + UnfinishedExtension, StringComparison.Ordinal);

    /// <summary>Reads the number from a segment's name.</summary>
    /// <returns>Whether the name is a segment's.</returns>
    public bool TryParse(string name, out long number) =>
        long.TryParse(
            name.AsSpan(0, Math.Max(0, name.Length - extension.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && name == Of(number);

    /// <summary>The numbers of the segments among the files of a directory, in ascending order.</summary>
    public long[] NumbersIn(IEnumerable<string> names) =>
        [.. names.Select(name => TryParse(name, out long number) ? number : 0).Where(static number => number > 0).Order()];
}
