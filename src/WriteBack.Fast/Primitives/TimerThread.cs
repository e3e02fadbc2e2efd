namespace WriteBack.Fast;

// The timers of the flusher. A timer of the system fires on the thread pool, whose threads may all be blocked in writes that wait for
// a flush. Here one thread of the process fires all timers, one after the other, so a callback has to be short.
//
// The states of the thread:
//
//   none ── a timer is set ──► waits ── the earliest is due ──► fires its callback ──► waits
//    ▲                          └──── no timer is set for the idle time ────┐
//    └───────────────────────────────────────────────────────────────────────┘
//
// One lock guards the timers and the thread's state, so there is nothing else to pair. Callbacks run outside the lock. A timer that
// was stopped while its callback was about to run still fires, as one of the system does.

/// <summary>Fires timers on one thread, which is started on demand and ends when no timer is set. Thread-safe.</summary>
/// <param name="idleTime">How long the thread waits for a timer before it ends.</param>
internal sealed class TimerThread(TimeSpan idleTime)
{
    /// <summary>The name of the thread.</summary>
    public const string Name = "WriteBack.Fast timer";

    /// <summary>The timers of all caches of this process.</summary>
    public static readonly TimerThread Shared = new(TimeSpan.FromSeconds(5));

    private readonly object _lock = new();
    private readonly PriorityQueue<ThreadTimer, long> _timers = new();
    private bool _isRunning;

    /// <summary>Whether the thread has been started and has not ended.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
                return _isRunning;
        }
    }

    /// <summary>Sets a timer anew.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="dueTime">The time until it fires; infinite for never.</param>
    /// <param name="period">The time between later firings; infinite or zero for none.</param>
    /// <returns><see langword="false"/> when the timer was stopped.</returns>
    public bool TrySet(ThreadTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            Remove(timer);
            if (timer.IsStopped)
                return false;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            timer.IsSet = true;
            timer.Period = period > TimeSpan.Zero ? ToTicks(period) : 0;
            long due = Now + ToTicks(dueTime);
            bool isFirst = !_timers.TryPeek(out _, out long first) || due < first;
            _timers.Enqueue(timer, due);
            if (_isRunning)
            {
                if (isFirst)
                    Monitor.Pulse(_lock);
                return true;
            }

            _isRunning = true;
        }

        BackgroundThread.Start(Name, Run);
        return true;
    }

    /// <summary>Stops a timer for good.</summary>
    public void Stop(ThreadTimer timer)
    {
        lock (_lock)
        {
            timer.IsStopped = true;
            Remove(timer);
        }
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private static long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private void Remove(ThreadTimer timer)
    {
        if (timer.IsSet)
            _timers.Remove(timer, out _, out _);
        timer.IsSet = false;
    }

    private void Run()
    {
        // With a context that nobody awaits in, a task that a callback completes resumes no await on this thread.
        SynchronizationContext.SetSynchronizationContext(new NoContinuations());
        while (TryTake(out var timer))
            timer.Fire();
    }

    /// <summary>Waits for the timer that is due first.</summary>
    /// <returns><see langword="false"/> when no timer was set for the idle time: the thread ends.</returns>
    private bool TryTake(out ThreadTimer timer)
    {
        lock (_lock)
        {
            while (true)
            {
                if (!_timers.TryPeek(out timer!, out long due))
                {
                    if (Monitor.Wait(_lock, idleTime) || _timers.Count > 0)
                        continue;
                    _isRunning = false;
                    return false;
                }

                long now = Now;
                if (due > now)
                {
                    // Rounded up, so that no timer is early.
                    long milliseconds = 1 + (long)TimeProvider.System.GetElapsedTime(now, due).TotalMilliseconds;
                    Monitor.Wait(_lock, (int)Math.Min(milliseconds, int.MaxValue));
                    continue;
                }

                _timers.Dequeue();
                timer.IsSet = timer.Period > 0;
                if (timer.IsSet)
                    _timers.Enqueue(timer, timer.Period + (due + timer.Period > now ? due : now));
                return true;
            }
        }
    }

    private sealed class NoContinuations : SynchronizationContext;
}
