namespace WriteBack.Fast;

// After a log has faulted, what is written only the store gets. A log that is read later would bring back what is older.
// So it is emptied once the store has all that was dirty at the fault.

/// <summary>Retires a log that has faulted. Thread-safe.</summary>
/// <param name="log">The log.</param>
/// <param name="waits">Waits for the store.</param>
/// <param name="retention">Empties the log, in turn with trims and the close.</param>
internal sealed class LogFaultHandler<TKey, TValue>(WriteAheadLog log, FlushWaits waits, LogRetention<TKey, TValue> retention)
    where TKey : struct
    where TValue : notnull
{
    private const int Idle = 0;
    private const int Retiring = 1;

    private int _state;

    /// <summary>Something was settled, or the log has faulted: begins to retire the log if it has to be, and is not.</summary>
    public void OnSettled()
    {
        if (log.Fault is null || !retention.HasBegun)
            return;

        // Full fence: of several callers one begins. Pairs with the release in RetireAsync.
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
            // The cache has closed, and what is not stored is in the log at most.
            return;
        }

        // Once more after the next batch, if it could not be emptied.
        if (!retention.TryEmpty())
            Volatile.Write(ref _state, Idle);
    }
}
