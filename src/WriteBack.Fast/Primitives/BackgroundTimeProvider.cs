namespace WriteBack.Fast;

/// <summary>The system's clock, with timers that a <see cref="TimerThread"/> fires, not the thread pool. Thread-safe.</summary>
/// <param name="thread">The thread.</param>
/// <param name="onFault">Takes the exception of a timer's callback. It must not throw.</param>
internal sealed class BackgroundTimeProvider(TimerThread thread, Action<Exception> onFault) : TimeProvider
{
    /// <summary>A clock for the background of a cache: a clock of the user's own is used as it is.</summary>
    /// <param name="time">The cache's clock.</param>
    /// <param name="onFault">Takes the exception of a timer's callback. It must not throw.</param>
    public static TimeProvider For(TimeProvider time, Action<Exception> onFault) =>
        ReferenceEquals(time, System) ? new BackgroundTimeProvider(TimerThread.Shared, onFault) : time;

    /// <summary>Makes a timer, to which the caller's execution context does not flow.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ThreadTimer(thread, callback, state, onFault);
        timer.Change(dueTime, period);
        return timer;
    }
}
