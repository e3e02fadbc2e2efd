namespace WriteBack.Fast;

// After the log's fault only the store gets new writes. A later open would read the log and bring older values back over newer ones.
// So the log is emptied once the store has everything that was dirty at the fault.

/// <summary>Empties a log that has faulted. Thread-safe.</summary>
/// <param name="log">The log.</param>
/// <param name="waits">The waits for a flush.</param>
/// <param name="retention">The retention, which empties the log and excludes trims and the close meanwhile.</param>
internal sealed class LogFaultHandler<TKey, TValue>(WriteAheadLog log, FlushWaits waits, LogRetention<TKey, TValue> retention)
    where TKey : struct
    where TValue : notnull
{
    private const int Idle = 0;
    private const int Retiring = 1;

    private int _state;

    /// <summary>Begins to retire the log if it has faulted. Called after a fault, and after each settled batch.</summary>
    public void RetireIfFaulted()
    {
        if (log.Fault is null || !retention.HasBegun)
            return;

        // Full fence: pairs with the release in RetireAsync. One of several callers begins.
        if (Interlocked.CompareExchange(ref _state, Retiring, Idle) == Idle)
            _ = Task.Run(RetireAsync);
    }

    private async Task RetireAsync()
    {
        try
        {
            await waits.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The cache has closed: a write that is not stored can only be in the log, so the log keeps its records.
            return;
        }

        // A log that could not be emptied is tried again after the next batch. Release: pairs with the compare-and-swap in RetireIfFaulted.
        if (!retention.TryEmpty())
            Volatile.Write(ref _state, Idle);
    }
}
