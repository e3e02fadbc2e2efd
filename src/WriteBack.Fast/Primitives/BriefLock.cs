namespace WriteBack.Fast;

// Leaving a Lock is an interlocked instruction, which waits until all stores made inside have reached the processor's cache.
// Leaving this lock is a plain release: the next holder sees the stores before it sees that the lock is free.

/// <summary>A spin lock, held for a few instructions and never across user code or I/O. Not reentrant.</summary>
internal sealed class BriefLock
{
    private SpinLock _lock = new(enableThreadOwnerTracking: false);

    /// <summary>Takes the lock, spinning while another thread holds it.</summary>
    /// <returns>The scope that releases the lock.</returns>
    public Scope Enter()
    {
        bool isTaken = false;
        _lock.Enter(ref isTaken);
        return new Scope(this);
    }

    /// <summary>Holds the lock until it is disposed.</summary>
    public readonly ref struct Scope(BriefLock taken)
    {
        public void Dispose() => taken._lock.Exit(useMemoryBarrier: false);
    }
}
