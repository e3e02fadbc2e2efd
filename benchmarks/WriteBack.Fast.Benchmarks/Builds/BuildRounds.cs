using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Builds;

/// <summary>Reads what the rounds of two builds left in a folder: for each file old-NAME.tsv one new-NAME.tsv.</summary>
internal static class BuildRounds
{
    private const string Old = "old-";
    private const string New = "new-";

    /// <summary>The rounds of each pair, in the order of the files and of their rows.</summary>
    /// <exception cref="IOException">A file has no partner.</exception>
    /// <exception cref="InvalidDataException">A file is no result of a comparison, or has other pairs than its partner.</exception>
    public static IReadOnlyList<IGrouping<(string Pair, string Entries), BuildRound>> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, Old + "*.tsv").Order(StringComparer.Ordinal)
            .SelectMany(static file => RoundsOf(file, Partner(file)))
            .GroupBy(static row => (row.Pair, row.Entries), static row => row.Round),
    ];

    private static string Partner(string file) =>
        Path.Combine(Path.GetDirectoryName(file)!, New + Path.GetFileName(file)[Old.Length..]);

    private static IEnumerable<(string Pair, string Entries, BuildRound Round)> RoundsOf(string oldFile, string newFile)
    {
        var old = TimesOf(oldFile);
        var now = TimesOf(newFile);
        if (!old.Select(static row => (row.Pair, row.Entries)).SequenceEqual(now.Select(static row => (row.Pair, row.Entries))))
            throw new InvalidDataException($"'{oldFile}' and '{newFile}' are not of the same pairs.");
        return old.Zip(now, static (one, other) => (one.Pair, one.Entries, new BuildRound(one.Times, other.Times)));
    }

    private static (string Pair, string Entries, PairTimes Times)[] TimesOf(string file)
    {
        var table = ResultTable.Read(file);
        double Number(IReadOnlyList<string> row, string column) => double.Parse(row[table[column]], CultureInfo.InvariantCulture);
        return
        [
            .. table.Rows.Select(row =>
                (row[table["pair"]], row[table["entries"]], new PairTimes(Number(row, "ours_ns"), Number(row, "peer_ns")))),
        ];
    }
}
