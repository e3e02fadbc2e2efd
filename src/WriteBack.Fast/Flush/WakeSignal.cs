namespace WriteBack.Fast;

[Flags]
internal enum WakeReasons
{
    None = 0,

    /// <summary>A batch may be full.</summary>
    Backlog = 1,

    /// <summary>What is dirty by now is to be stored without waiting for more: the interval, a flush, pressure, a retry.</summary>
    Everything = 2,
}

/// <summary>Wakes the drainer. Signals that come before it has woken are one.</summary>
internal sealed class WakeSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0);
    private int _reasons;

    public void Raise(WakeReasons reason)
    {
        if ((Volatile.Read(ref _reasons) & (int)reason) != 0)
            return;
        // Pairs with the exchange in Take: whoever makes the reasons non-zero releases once.
        if (Interlocked.Or(ref _reasons, (int)reason) == 0)
            _semaphore.Release();
    }

    /// <summary>Waits for a signal.</summary>
    public async ValueTask<WakeReasons> WaitAsync(CancellationToken ct)
    {
        await _semaphore.WaitAsync(ct).ConfigureAwait(false);
        return Take();
    }

    /// <summary>Takes a signal if there is one.</summary>
    public WakeReasons Poll() => Volatile.Read(ref _reasons) != 0 && _semaphore.Wait(0) ? Take() : WakeReasons.None;

    public void Dispose() => _semaphore.Dispose();

    private WakeReasons Take() => (WakeReasons)Interlocked.Exchange(ref _reasons, 0);
}
