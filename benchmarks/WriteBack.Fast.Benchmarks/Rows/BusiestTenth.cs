using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Rows;

internal static class BusiestTenth
{
    /// <summary>
    /// The rows of the busiest tenth of a second, to those of the mean one. The first second in which rows were stored is left out, as
    /// the first writes of all keys come together; so is what was stored after the last whole tenth. Not a number without a tenth.
    /// </summary>
    /// <param name="rows">The moments at which rows were stored, in their order.</param>
    /// <param name="end">The end of the run.</param>
    public static double ToMean(IReadOnlyCollection<long> rows, long end)
    {
        long tenth = Stopwatch.Frequency / 10;
        long begin = rows.FirstOrDefault(end) + Stopwatch.Frequency;
        int[] tenths = new int[Math.Max(0, (end - begin) / tenth)];
        foreach (long moment in rows)
        {
            long place = moment < begin ? tenths.Length : (moment - begin) / tenth;
            if (place < tenths.Length)
                tenths[place]++;
        }

        return tenths.Sum() == 0 ? double.NaN : tenths.Max() / tenths.Average();
    }
}
