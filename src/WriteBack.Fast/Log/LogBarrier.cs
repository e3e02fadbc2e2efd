using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The rule that gives a write-ahead log its name. If the store had a write that the log has not, and the log an older one
// of the same key, the next open would bring back the older one and have it stored again.

/// <summary>Keeps the store from having what the log does not have yet. Thread-safe.</summary>
/// <param name="log">The log.</param>
internal sealed class LogBarrier(WriteAheadLog log)
{
    private readonly WaiterPool<LogWaiter> _waiters = new(static pool => new LogWaiter(pool));

    /// <summary>Completes when the store may have what was written up to a sequence, in the context of the caller, a worker.</summary>
    /// <exception cref="OperationCanceledException">The cache is closed.</exception>
    public ValueTask PassAsync(long sequence, CancellationToken ct) =>
        log.IsDurable(sequence) ? ValueTask.CompletedTask : WaitAsync(ct);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(CancellationToken ct)
    {
        var waiter = _waiters.Rent();
        waiter.Context = SynchronizationContext.Current;
        log.WaitDurable(waiter);
        try
        {
            await waiter.WaitAsync(ct);
        }
        catch (WriteAheadLogException)
        {
            // The log takes nothing any more. The store is what is left to write to.
        }
    }
}
