namespace WriteBack.Fast;

/// <summary>Requests a flush once an interval, and bounds the age of the oldest dirty entry. Thread-safe.</summary>
internal sealed class FlushTimer : IDisposable
{
    // Timers count in milliseconds, and a period of zero means that the timer fires only once.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);

    private readonly CacheServices _services;
    private readonly FlushWatermarks _watermarks;
    private readonly DirtyTimeline _timeline;
    private readonly Backpressure _pressure;
    private FlushWatermark _lastTick;
    private ITimer? _timer;

    /// <summary>Makes a timer that does not run yet.</summary>
    /// <param name="services">The cache's interval and clock.</param>
    /// <param name="watermarks">The watches over entries on their way.</param>
    /// <param name="timeline">The timeline that notes each interval.</param>
    /// <param name="pressure">The signal of the drainer.</param>
    public FlushTimer(CacheServices services, FlushWatermarks watermarks, DirtyTimeline timeline, Backpressure pressure)
    {
        (_services, _watermarks, _timeline, _pressure) = (services, watermarks, timeline, pressure);
        _lastTick = new FlushWatermark(Now, Now);
        watermarks.Begin(_lastTick);
    }

    /// <summary>The age that the oldest dirty entry has at most.</summary>
    public TimeSpan OldestDirtyAge
    {
        get
        {
            // Acquire: pairs with the release in OnTick.
            var tick = Volatile.Read(ref _lastTick);
            return _services.Time.GetElapsedTime(tick.Task.IsCompleted ? tick.Began : tick.Since);
        }
    }

    private long Now => _services.Time.GetTimestamp();

    /// <summary>Starts the timer with the cache's interval.</summary>
    public void Start()
    {
        var interval = _services.Options.FlushInterval;
        if (interval > TimeSpan.Zero && interval < ShortestInterval)
            interval = ShortestInterval;
        _timer = _services.Time.CreateTimer(static state => ((FlushTimer)state!).OnTick(), this, interval, interval);
    }

    public void Dispose() => _timer?.Dispose();

    private void OnTick()
    {
        var last = _lastTick;
        if (last.Task.IsCompleted)
        {
            var tick = new FlushWatermark(Now, last.Began);
            // Release: pairs with the acquire in OldestDirtyAge.
            Volatile.Write(ref _lastTick, tick);
            _watermarks.Begin(tick);
        }

        _timeline.OnTick();
        _pressure.RequestFlush();
    }
}
