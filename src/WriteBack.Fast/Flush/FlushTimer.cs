namespace WriteBack.Fast;

/// <summary>Has everything stored once an interval, and knows how old the oldest dirty entry may be. Thread-safe.</summary>
internal sealed class FlushTimer : IDisposable
{
    // Timers count in milliseconds, and take a period of none for once.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);

    private readonly CacheServices _services;
    private readonly FlushWatermarks _watermarks;
    private readonly DirtyTimeline _timeline;
    private readonly Backpressure _pressure;
    private FlushWatermark _lastTick;
    private ITimer? _timer;

    /// <summary>Makes a timer that is not running yet.</summary>
    /// <param name="services">The interval and the clock.</param>
    /// <param name="watermarks">What is on its way.</param>
    /// <param name="timeline">Notes each interval.</param>
    /// <param name="pressure">Wakes the drainer.</param>
    public FlushTimer(CacheServices services, FlushWatermarks watermarks, DirtyTimeline timeline, Backpressure pressure)
    {
        (_services, _watermarks, _timeline, _pressure) = (services, watermarks, timeline, pressure);
        _lastTick = new FlushWatermark(Now, Now);
        watermarks.Begin(_lastTick);
    }

    /// <summary>How long the oldest entry that is dirty now may have been so.</summary>
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
            Volatile.Write(ref _lastTick, tick);
            _watermarks.Begin(tick);
        }

        _timeline.OnTick();
        _pressure.RequestFlush();
    }
}
