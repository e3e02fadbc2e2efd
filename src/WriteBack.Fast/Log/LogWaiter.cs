namespace WriteBack.Fast;

// It stays in its buffer's list until the log has written that, so one that was cancelled before is not used again.

/// <summary>One caller who waits until the log has a write.</summary>
internal sealed class LogWaiter(WaiterPool<LogWaiter> pool) : WriteWaiter
{
    private const int Waiting = 0;
    private const int Ended = 1;
    private const int Cancelled = 2;

    private int _state;

    /// <summary>Who waits for an earlier record of the same buffer. Guarded like the buffer.</summary>
    public LogWaiter? Next { get; set; }

    /// <summary>Ends the wait, unless it was cancelled.</summary>
    /// <param name="fault">Why the log does not have the write; null when it has it.</param>
    public void EndLogged(Exception? fault)
    {
        // Whichever of this and TryLeave comes first.
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting)
            End(fault);
    }

    protected override bool TryLeave() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;

    protected override void Recycle()
    {
        if (_state == Cancelled)
            return;
        _state = Waiting;
        pool.Return(this);
    }
}
