namespace WriteBack.Fast;

/// <summary>A timer that a <see cref="TimerThread"/> fires. Thread-safe.</summary>
/// <param name="thread">The thread.</param>
/// <param name="callback">The callback.</param>
/// <param name="state">The callback's argument.</param>
/// <param name="onFault">Takes an exception of the callback. It must not throw.</param>
internal sealed class ThreadTimer(TimerThread thread, TimerCallback callback, object? state, Action<Exception> onFault) : ITimer
{
    /// <summary>Whether the timer will fire. Guarded by the thread's lock.</summary>
    public bool IsSet { get; set; }

    /// <summary>Whether the timer was stopped for good. Guarded by the thread's lock.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The ticks of the clock between firings; zero if it fires once. Guarded by the thread's lock.</summary>
    public long Period { get; set; }

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period) => thread.TrySet(this, dueTime, period);

    /// <summary>Stops the timer. It does not wait for a callback that is running.</summary>
    public void Dispose() => thread.Stop(this);

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the callback. For the thread.</summary>
    public void Fire()
    {
        try
        {
            callback(state);
        }
        catch (Exception exception)
        {
            onFault(exception);
        }
    }
}
