using System.Text;

namespace WriteBack.Fast.LogInspect.Output;

/// <summary>A table that is never wider or narrower than what is in it, so that lines can be searched.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Adds a table whose first column names its rows, and whose others are figures.</summary>
    public static void Append(StringBuilder text, string[] headers, IReadOnlyList<string[]> rows)
    {
        string[][] lines = [headers, .. rows];
        int[] widths = [.. Enumerable.Range(0, headers.Length).Select(column => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            var cells = line.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            text.AppendLine(string.Join(Gap, cells));
        }
    }
}
