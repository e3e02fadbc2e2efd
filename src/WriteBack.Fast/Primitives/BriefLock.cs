namespace WriteBack.Fast;

// Leaving Lock is a locked instruction, which waits until all that was stored inside has reached the processor's cache.
// A record's bytes do not have to: others only need to see them before they see that the lock is free.

/// <summary>A lock to be held for a handful of instructions, never across user code or I/O. Not reentrant.</summary>
internal sealed class BriefLock
{
    private SpinLock _lock = new(enableThreadOwnerTracking: false);

    /// <summary>Takes the lock, waiting for who has it.</summary>
    /// <returns>What gives it back.</returns>
    public Scope Enter()
    {
        bool isTaken = false;
        _lock.Enter(ref isTaken);
        return new Scope(this);
    }

    /// <summary>Has the lock until it is disposed.</summary>
    public readonly ref struct Scope(BriefLock taken)
    {
        public void Dispose() => taken._lock.Exit(useMemoryBarrier: false);
    }
}
