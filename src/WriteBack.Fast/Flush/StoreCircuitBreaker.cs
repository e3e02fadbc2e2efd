namespace WriteBack.Fast;

// Exponential backoff with full jitter (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
// A failure opens the closed circuit for a random delay. Then the circuit is half-open: the next batches are tried. One failure
// opens it for longer, one success closes it. A batch that fails while the circuit is open was under way before: it changes nothing.

/// <summary>Decides when a store that is down is called again. Thread-safe.</summary>
/// <param name="options">The bounds of the delays.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreCircuitBreaker(RetryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;
    private long _openedAt;
    private TimeSpan _delay;

    /// <summary>Whether the circuit is open: the store is not to be called.</summary>
    public bool IsOpen => Remaining > TimeSpan.Zero;

    /// <summary>Whether the store has failed since its last success: the circuit is open or half-open.</summary>
    // Acquire: pairs with the release of the lock under which it changes. Without the lock the value may be out of date.
    public bool IsDown => Volatile.Read(ref _failures) > 0;

    private TimeSpan Remaining
    {
        get
        {
            long now = time.GetTimestamp();
            lock (_lock)
                return RemainingAt(now);
        }
    }

    /// <summary>Opens the circuit after a failure, unless it is open.</summary>
    /// <param name="grows">Whether the delay grows with the failures before it. That of one entry again does not.</param>
    /// <returns>Whether the failure began an outage.</returns>
    public bool OnFailure(bool grows = true)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (RemainingAt(now) > TimeSpan.Zero)
                return false;
            bool isFirst = _failures == 0;
            if (grows || isFirst)
                _failures++;
            _openedAt = now;
            _delay = TimeSpan.FromTicks(1) + options.BoundAfter(grows ? _failures : 1) * Random.Shared.NextDouble();
            return isFirst;
        }
    }

    /// <summary>Closes the circuit after a success.</summary>
    /// <returns>Whether the store had been down.</returns>
    public bool OnSuccess()
    {
        lock (_lock)
        {
            bool wasDown = _failures > 0;
            _failures = 0;
            return wasDown;
        }
    }

    /// <summary>Ends the delay that is under way, since the cache closes: an open circuit is half-open.</summary>
    public void Hurry()
    {
        lock (_lock)
            _delay = TimeSpan.Zero;
        _hurried.TrySetResult();
    }

    /// <summary>Waits while the circuit is open, and resumes in the caller's context.</summary>
    public async ValueTask WaitAsync(CancellationToken ct)
    {
        // Rounded up, since a delay below a millisecond is no delay.
        while (Remaining is var remaining && remaining > TimeSpan.Zero)
        {
            var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds)), time, ct);
            await (_hurried.Task.IsCompleted ? delay : Task.WhenAny(delay, _hurried.Task));
            ct.ThrowIfCancellationRequested();
        }
    }

    private TimeSpan RemainingAt(long now) => _failures == 0 ? TimeSpan.Zero : _delay - time.GetElapsedTime(_openedAt, now);
}
