using System.Globalization;

namespace WriteBack.Fast.Tools.Tests;

/// <summary>What the tool has to show of a log, by the writes that went into it.</summary>
internal static class Expected
{
    /// <summary>A row for each segment.</summary>
    /// <param name="folder">The log, of one run, of which nothing was trimmed.</param>
    /// <param name="writes">All its writes, in their order.</param>
    public static string[][] Rows(string folder, IReadOnlyList<Write> writes)
    {
        int count = SegmentBytes.NumbersIn(folder).Count();
        SegmentBytes[] segments = [.. Enumerable.Range(1, count).Select(number => new SegmentBytes(folder, number))];
        long[] firsts = [.. segments.Select(static segment => segment.First), writes.Count + 1];
        return [.. segments.Select((segment, index) => Row(segment, index + 1, (int)firsts[index], (int)firsts[index + 1], writes))];
    }

    /// <summary>Their sum, without what has none.</summary>
    public static string[] Total(string[][] rows) =>
    [
        $"Total of {rows.Length}",
        .. Enumerable.Range(5, 7).Select(column =>
            Text(rows.Sum(row => long.Parse(row[column], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)))),
    ];

    public static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string[] Row(SegmentBytes segment, int number, int first, int next, IReadOnlyList<Write> writes)
    {
        Write[] here = [.. writes.Take(next - 1).Skip(first - 1)];
        int deletes = here.Count(static write => write.IsDelete);
        int live = Enumerable.Range(first, next - first)
            .Count(sequence => writes.Skip(sequence).All(later => later.Key != writes[sequence - 1].Key));
        long[] figures =
        [
            number, 0, first, next - 1, segment.End, segment.Bytes.Length, here.Length, here.Length - deletes, deletes, live,
            here.Length - live,
        ];
        return [segment.Name, .. figures.Select(Text)];
    }
}
