namespace WriteBack.Fast;

// Exponential backoff with full jitter (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
// Closed → a failure opens it for a random delay → half open: the next batches are tried; one failure opens it for
// longer, one success closes it. Batches that fail while it is open were under way when it opened and change nothing.

/// <summary>When a store that is down is tried again. Thread-safe.</summary>
internal sealed class StoreCircuitBreaker(RetryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _failures;
    private long _openedAt;
    private TimeSpan _delay;

    /// <summary>Whether the store is left alone for now.</summary>
    public bool IsOpen => Remaining > TimeSpan.Zero;

    /// <summary>Whether it has failed since it last answered.</summary>
    // Pairs with the lock under which it changes; a look from outside may be late.
    public bool IsDown => Volatile.Read(ref _failures) > 0;

    private TimeSpan Remaining
    {
        get
        {
            lock (_lock)
                return _failures == 0 ? TimeSpan.Zero : _delay - time.GetElapsedTime(_openedAt);
        }
    }

    /// <summary>The store was not reached.</summary>
    /// <returns>Whether an outage began with it.</returns>
    public bool OnFailure()
    {
        lock (_lock)
        {
            if (IsOpen)
                return false;
            double bound = Math.Min(options.MaxDelay.Ticks, options.BaseDelay.Ticks * Math.Pow(2, _failures));
            _failures++;
            _openedAt = time.GetTimestamp();
            _delay = TimeSpan.FromTicks(1 + (long)(Random.Shared.NextDouble() * bound));
            return _failures == 1;
        }
    }

    /// <summary>The store has answered.</summary>
    /// <returns>Whether it had been down.</returns>
    public bool OnSuccess()
    {
        lock (_lock)
        {
            bool wasDown = _failures > 0;
            _failures = 0;
            return wasDown;
        }
    }

    /// <summary>Waits while the store is left alone.</summary>
    public async ValueTask WaitAsync(CancellationToken ct)
    {
        // Rounded up, since a delay below a millisecond is none.
        while (Remaining is var remaining && remaining > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds)), time, ct).ConfigureAwait(false);
    }
}
