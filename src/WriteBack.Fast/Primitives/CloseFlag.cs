namespace WriteBack.Fast;

/// <summary>Whether a cache is closed: it accepts no more writes. Thread-safe.</summary>
/// <param name="owner">The cache's type, for the exception.</param>
internal sealed class CloseFlag(string owner)
{
    private volatile bool _isClosed;

    /// <summary>
    /// Whether the cache is closed. Read under a slot's lock: the full fence of taking it pairs with that of
    /// <see cref="Close"/>, so a writer sees the flag, or is seen by whoever waits for the writers inside after closing.
    /// </summary>
    public bool IsClosed => _isClosed;

    public void Close()
    {
        _isClosed = true;
        Interlocked.MemoryBarrier();
    }

    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    public void ThrowIfClosed()
    {
        if (_isClosed)
            Throw();
    }

    public void Throw() => throw new ObjectDisposedException(owner);
}
