using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>The rows that were stored for a trace.</summary>
/// <param name="Rows">The rows until the last write, and once what was dirty then.</param>
/// <param name="Staleness">
/// For each row until the last write the time since the first write that it was stored for, in seconds.
/// </param>
internal sealed record RowCount(int Rows, double[] Staleness)
{
    /// <summary>Counts rows. A row counts by the write whose value it has, so no clock decides which writes it was stored for.</summary>
    /// <exception cref="InvalidDataException">The last write of a key was never stored.</exception>
    public static RowCount Of(WriteTrace trace, IEnumerable<StoredRow> stored)
    {
        var (unstored, next) = trace.Chains();
        int? dirtyAtEnd = null;
        int rows = 0;
        List<double> staleness = [];
        foreach (var row in stored)
        {
            ref int first = ref unstored[trace.Keys[row.Write]];
            if (row.Moment > trace.Moments[^1])
                dirtyAtEnd ??= Dirty();
            else
                rows++;
            if (first == WriteTrace.None || first > row.Write)
                continue;
            if (dirtyAtEnd is null)
                staleness.Add(Stopwatch.GetElapsedTime(trace.Moments[first], row.Moment).TotalSeconds);
            first = next[row.Write];
        }

        if (Dirty() is > 0 and var lost)
            throw new InvalidDataException($"The last writes of {lost} keys were never stored.");
        return new RowCount(rows + (dirtyAtEnd ?? 0), [.. staleness]);

        int Dirty() => unstored.Count(static write => write != WriteTrace.None);
    }
}
