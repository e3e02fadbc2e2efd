namespace WriteBack.Fast;

// A waiter stays in its buffer's list until the buffer is written. So a cancelled waiter is not pooled again.

/// <summary>One caller's wait until the log has a write.</summary>
/// <param name="pool">The pool that the waiter returns to.</param>
internal sealed class LogWaiter(WaiterPool<LogWaiter> pool) : WriteWaiter
{
    private const int Waiting = 0;
    private const int Ended = 1;
    private const int Cancelled = 2;

    private int _state;

    /// <summary>The next older waiter of the same buffer. Guarded like the buffer.</summary>
    public LogWaiter? Next { get; set; }

    /// <summary>Ends the wait, unless it has ended or was cancelled.</summary>
    /// <param name="fault">The exception for the caller; null when the log has the write.</param>
    public void EndLogged(Exception? fault)
    {
        // Full fence: pairs with the compare-and-swap in TryLeave. The first of them ends the wait.
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting)
            End(fault);
    }

    // Full fence: pairs with the compare-and-swap in EndLogged.
    protected override bool TryLeave() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;

    protected override void Recycle()
    {
        if (_state == Cancelled)
            return;
        _state = Waiting;
        pool.Return(this);
    }
}
