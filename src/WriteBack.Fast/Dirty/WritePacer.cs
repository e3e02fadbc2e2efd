namespace WriteBack.Fast;

// As Linux paces the writers of dirty pages (balance_dirty_pages): between half of the limit and the limit, writers are
// let through at rate × (1 - pressure) / pressure, where `rate` is what the store was seen to take and `pressure` goes
// from 0 at half to 1 at the limit. So they are free at half, keep step with the store in the middle, and hardly ever
// meet the limit. All writers share one schedule: each moves the next free moment on by what its entry costs, and pauses
// until its own moment if that is worth a timer.

/// <summary>Slows writers down as dirty entries become many. Thread-safe.</summary>
/// <param name="limit">The most dirty entries.</param>
/// <param name="workers">How many batches the store is given at a time.</param>
/// <param name="time">The clock.</param>
internal sealed class WritePacer(long limit, int workers, TimeProvider time)
{
    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Timers count in milliseconds, so shorter pauses are saved up.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    // Timers come late. What a writer slept too long, the next may go ahead, up to this.
    private static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(10);

    // The share of the past in the measured rate after one more batch.
    private const double Memory = 7.0 / 8;

    private readonly Lock _lock = new();
    private readonly long _free = DirtyQuotaPool.FreeOf(limit);
    private readonly long _origin = time.GetTimestamp();
    private double _entries;
    private double _seconds;
    private TimeSpan _nextFree;

    /// <summary>Whether so many entries are dirty, beside the writer's own, that writers are slowed down.</summary>
    public bool IsThrottled(long dirty) => dirty - 1 > _free;

    /// <summary>The store has taken a batch.</summary>
    public void OnStored(int entries, TimeSpan duration)
    {
        lock (_lock)
        {
            _entries = _entries * Memory + entries;
            _seconds = _seconds * Memory + duration.TotalSeconds;
        }
    }

    /// <summary>How long the writer of an entry that just became dirty is to pause; zero for not at all.</summary>
    /// <param name="dirty">Dirty entries by now, its own included.</param>
    public TimeSpan Next(long dirty)
    {
        if (!IsThrottled(dirty))
            return TimeSpan.Zero;
        double pressure = (double)(Math.Min(dirty, limit) - 1 - _free) / (limit - _free);
        lock (_lock)
        {
            double cost = _seconds / (_entries * workers) * pressure / (1 - pressure);

            // Nothing stored yet, or in no time: there is no rate to keep.
            if (double.IsNaN(cost) || cost == 0)
                return TimeSpan.Zero;
            var now = time.GetElapsedTime(_origin);
            var begin = _nextFree > now - Credit ? _nextFree : now - Credit;
            _nextFree = begin + (cost < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(cost) : LongestPause);
            if (_nextFree > now + LongestPause)
                _nextFree = now + LongestPause;
            var pause = _nextFree - now;
            return pause < ShortestPause ? TimeSpan.Zero : pause;
        }
    }
}
