namespace WriteBack.Fast;

// The algorithm is that of Linux for writers of dirty pages (balance_dirty_pages in mm/page-writeback.c). Between a free position,
// midway from the background limit to the hard limit, and the hard limit, writers proceed at rate × (1 - pressure) / pressure. `rate`
// is the measured rate of the store; `pressure` rises from 0 at the free position to 1 at the limit. So writers are free up to there,
// keep step with the store in the middle, and hardly ever meet the limit. All writers share one schedule. Each moves the next free
// moment on by the cost of its entry, and pauses until its own moment if the pause is long enough for a timer.

/// <summary>Throttles writers as dirty entries become many. Thread-safe.</summary>
/// <param name="limit">The most dirty entries.</param>
/// <param name="background">The most dirty entries that are left alone until they are due.</param>
/// <param name="workers">The number of batches that the store is given at a time.</param>
/// <param name="time">The clock.</param>
internal sealed class WritePacer(long limit, long background, int workers, TimeProvider time)
{
    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The shortest pause. Timers count in milliseconds, so shorter pauses add up until they reach it.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    // Timers are late. Later writers may make up for the excess of a pause, up to this.
    private static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(10);

    // The weight of the past in the measured rate, for each batch.
    private const double Memory = 7.0 / 8;

    private readonly Lock _lock = new();
    private readonly long _free = (Math.Min(limit, background) + limit) / 2;
    private readonly long _origin = time.GetTimestamp();
    private double _entries;
    private double _seconds;
    private TimeSpan _nextFree;

    /// <summary>Whether so many entries are dirty, without the writer's own, that writers are throttled.</summary>
    public bool IsThrottled(long dirty) => dirty - 1 > _free;

    /// <summary>Measures the store's rate by a batch that it has stored.</summary>
    public void OnStored(int entries, TimeSpan duration)
    {
        lock (_lock)
        {
            _entries = _entries * Memory + entries;
            _seconds = _seconds * Memory + duration.TotalSeconds;
        }
    }

    /// <summary>The pause of a writer whose entry has just become dirty; zero for none.</summary>
    /// <param name="dirty">The number of dirty entries, the writer's own included.</param>
    public TimeSpan Next(long dirty)
    {
        if (!IsThrottled(dirty))
            return TimeSpan.Zero;
        double pressure = (double)(Math.Min(dirty, limit) - 1 - _free) / (limit - _free);
        var now = time.GetElapsedTime(_origin);
        lock (_lock)
        {
            double cost = _seconds / (_entries * workers) * pressure / (1 - pressure);

            // Nothing has been stored yet, or it took no time: there is no rate.
            if (double.IsNaN(cost) || cost == 0)
                return TimeSpan.Zero;
            var begin = _nextFree > now - Credit ? _nextFree : now - Credit;
            _nextFree = begin + (cost < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(cost) : LongestPause);
            if (_nextFree > now + LongestPause)
                _nextFree = now + LongestPause;
            var pause = _nextFree - now;
            return pause < ShortestPause ? TimeSpan.Zero : pause;
        }
    }
}
