using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What a comparison gave.</summary>
/// <param name="Ratio">The median of the ratios of the cache's time to the peer's.</param>
/// <param name="Ours">The median time of one operation of the cache, in nanoseconds.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Bytes">Allocated by the cache's thread, per operation.</param>
internal sealed record Comparison(double Ratio, double Ours, double Peer, double Bytes)
{
    private const int LeastRounds = 5;

    /// <summary>Runs both in turn, and takes each ratio from two runs that follow one another.</summary>
    /// <remarks>So that a slow phase of the machine is a slow phase of both.</remarks>
    public static Comparison Of(Pair pair, Subjects subjects, TimeSpan warmUp, TimeSpan time)
    {
        var begin = Stopwatch.StartNew();
        while (begin.Elapsed < warmUp)
        {
            Measure(pair.Ours, subjects);
            Measure(pair.Peer, subjects);
        }

        List<double> ours = [];
        List<double> peer = [];
        long bytes = 0;
        for (begin.Restart(); begin.Elapsed < time || ours.Count < LeastRounds;)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            double taken = Measure(pair.Ours, subjects);
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            ours.Add(taken);
            peer.Add(Measure(pair.Peer, subjects));
        }

        return new Comparison(
            Median(ours.Zip(peer, static (own, other) => own / other)), Median(ours), Median(peer),
            (double)bytes / ours.Count / subjects.Accesses);
    }

    private static double Measure(Func<Subjects, long> operations, Subjects subjects)
    {
        long begin = Stopwatch.GetTimestamp();
        operations(subjects);
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / subjects.Accesses;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
