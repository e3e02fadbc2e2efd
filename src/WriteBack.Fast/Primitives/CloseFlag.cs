using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast;

/// <summary>Whether a cache is closed: it accepts no more writes. Thread-safe.</summary>
/// <param name="owner">The name of the cache's type, for the exception.</param>
internal sealed class CloseFlag(string owner)
{
    private volatile bool _isClosed;

    /// <summary>
    /// Whether the cache is closed. A writer reads the flag under a slot's lock, and taking that lock is a full fence. It pairs
    /// with the fence in <see cref="Close"/>: either the writer sees the flag, or the closing thread sees the writer and waits for it.
    /// </summary>
    public bool IsClosed => _isClosed;

    /// <summary>Closes the cache for writes. Calling it again changes nothing.</summary>
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

    /// <exception cref="ObjectDisposedException">Always.</exception>
    [DoesNotReturn]
    public void Throw() => throw new ObjectDisposedException(owner);
}
