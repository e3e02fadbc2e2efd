using System.Diagnostics;
using System.Runtime.CompilerServices;
using Dashboard.Leaderboard;
using WriteBack.Fast;

namespace Dashboard.Monitoring;

/// <summary>Reads the cache's counters again and again, for whoever looks.</summary>
internal sealed class Gauges(ScoreCache scores, FlushMeter flushes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>A reading each half second, until the reader is gone.</summary>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var before = Counters.Of(scores, flushes);
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(ct))
        {
            var now = Counters.Of(scores, flushes);
            yield return Between(before, now);
            before = now;
        }
    }

    private Reading Between(in Counters before, in Counters now)
    {
        double seconds = Stopwatch.GetElapsedTime(before.At, now.At).TotalSeconds;
        long writes = now.Cache.Writes - before.Cache.Writes;
        return new Reading(
            writes / seconds,
            Share(now.Cache.Hits - before.Cache.Hits, now.Cache.Reads - before.Cache.Reads),
            scores.DirtyCount,
            Share(now.Cache.Coalesced - before.Cache.Coalesced, writes),
            Share(now.Flushes.Seconds - before.Flushes.Seconds, now.Flushes.Flushes - before.Flushes.Flushes) * 1_000,
            Share(now.Flushes.Rows - before.Flushes.Rows, now.Flushes.Batches - before.Flushes.Batches),
            now.Cache.IsStoreDown,
            scores.DeadLetters.Count,
            scores.Count);
    }

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;

    private readonly record struct Counters(long At, WriteBackStatistics Cache, (double Seconds, int Flushes, long Rows, int Batches) Flushes)
    {
        public static Counters Of(ScoreCache scores, FlushMeter flushes) => new(Stopwatch.GetTimestamp(), scores.Statistics, flushes.Sums);
    }
}
