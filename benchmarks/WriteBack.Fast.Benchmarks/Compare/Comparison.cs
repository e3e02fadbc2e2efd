using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What a comparison gave.</summary>
/// <param name="Ratio">The median of the ratios of the cache's time to the peer's.</param>
/// <param name="Ours">The median time of one operation of the cache, in nanoseconds.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Bytes">Allocated by the cache's thread, per operation.</param>
internal sealed record Comparison(double Ratio, double Ours, double Peer, double Bytes)
{
    private const int LeastRounds = 5;

    private static readonly TimeSpan LeastTurn = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs both in turn, and takes each ratio from two turns that follow one another.</summary>
    /// <remarks>So that a slow phase of the machine is a slow phase of both.</remarks>
    public static Comparison Of(Pair pair, Subjects subjects, TimeSpan warmUp, TimeSpan time)
    {
        var begin = Stopwatch.StartNew();
        while (begin.Elapsed < warmUp)
        {
            Measure(pair.Ours, subjects);
            Measure(pair.Peer, subjects);
        }

        List<Turn> ours = [];
        List<Turn> peer = [];
        for (begin.Restart(); begin.Elapsed < time || ours.Count < LeastRounds;)
        {
            ours.Add(Measure(pair.Ours, subjects));
            peer.Add(Measure(pair.Peer, subjects));
        }

        return new Comparison(
            Median.Of(ours.Zip(peer, static (own, other) => own.Time / other.Time)), Median.Of(ours.Select(static turn => turn.Time)),
            Median.Of(peer.Select(static turn => turn.Time)), ours.Average(static turn => turn.Bytes));
    }

    // A turn begins with a pass that is not timed: the turn before, the peer's, has taken what was in the processor's caches.
    private static Turn Measure(Func<Subjects, long> pass, Subjects subjects)
    {
        pass(subjects);
        long operations = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        do
        {
            pass(subjects);
            operations += subjects.Accesses;
        }
        while (watch.Elapsed < LeastTurn);
        double taken = watch.Elapsed.TotalNanoseconds;
        return new Turn(taken / operations, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / operations);
    }

    // Of one operation: nanoseconds, and bytes allocated by the calling thread.
    private readonly record struct Turn(double Time, double Bytes);
}
