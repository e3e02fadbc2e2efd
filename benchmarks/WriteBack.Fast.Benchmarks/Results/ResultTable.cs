namespace WriteBack.Fast.Benchmarks.Results;

/// <summary>What was measured, kept so that charts can be drawn again without measuring again.</summary>
/// <param name="Origin">The machine and the day.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">For each row, as many cells.</param>
internal sealed record ResultTable(string Origin, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string OriginMark = "# ";
    private const char Separator = '\t';

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllLines(path, [OriginMark + Origin, Line(Columns), .. Rows.Select(Line)]);
    }

    /// <exception cref="InvalidDataException">The file is not such a table.</exception>
    public static ResultTable Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || !lines[0].StartsWith(OriginMark, StringComparison.Ordinal))
            throw new InvalidDataException($"'{path}' does not begin with '{OriginMark}' and the machine, and the names of its columns.");
        string[] columns = lines[1].Split(Separator);
        string[][] rows = [.. lines[2..].Select(static line => line.Split(Separator))];
        int odd = Array.FindIndex(rows, row => row.Length != columns.Length);
        if (odd >= 0)
            throw new InvalidDataException($"Line {odd + 3} of '{path}' has {rows[odd].Length} cells for {columns.Length} columns.");
        return new ResultTable(lines[0][OriginMark.Length..], columns, rows);
    }

    public void WriteMarkdown(TextWriter to)
    {
        to.WriteLine(Origin);
        to.WriteLine();
        to.WriteLine($"| {string.Join(" | ", Columns)} |");
        to.WriteLine($"|{string.Concat(Columns.Select(static _ => "---|"))}");
        foreach (var row in Rows)
            to.WriteLine($"| {string.Join(" | ", row)} |");
    }

    /// <summary>The place of a column.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public int this[string column]
    {
        get
        {
            for (int place = 0; place < Columns.Count; place++)
            {
                if (Columns[place] == column)
                    return place;
            }

            throw new InvalidDataException($"There is no column '{column}' among {string.Join(", ", Columns)}.");
        }
    }

    private static string Line(IEnumerable<string> cells) => string.Join(Separator, cells);
}
