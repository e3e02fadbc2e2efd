using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>What writes to a side took.</summary>
/// <param name="PerSecond">Writes, until the last was stored.</param>
/// <param name="P50">The median of one write until it returned, in nanoseconds.</param>
internal readonly record struct SideTiming(double PerSecond, double P50)
{
    /// <summary>Writes key after key, over and over, for a while, and then until all is stored.</summary>
    /// <param name="side">Where to.</param>
    /// <param name="keys">The keys; a multiple of the group.</param>
    /// <param name="time">How long.</param>
    /// <param name="group">Writes between two looks at the clock: more than one where a look takes as long as a write.</param>
    public static async Task<SideTiming> MeasureAsync(ISide side, EntryKey[] keys, TimeSpan time, int group)
    {
        List<double> samples = [];
        long begin = Stopwatch.GetTimestamp();
        for (int at = 0; Stopwatch.GetElapsedTime(begin) < time; at = (at + group) % keys.Length)
        {
            long before = Stopwatch.GetTimestamp();
            foreach (ref readonly var key in keys.AsSpan(at, group))
                side.Write(in key, new EntryValue(samples.Count, 1, 2, 3));
            samples.Add(Stopwatch.GetElapsedTime(before).TotalNanoseconds / group);
        }

        await side.StoreAsync();
        return new SideTiming(samples.Count * group / Stopwatch.GetElapsedTime(begin).TotalSeconds, Median.Of(samples));
    }
}
