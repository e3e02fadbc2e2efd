namespace WriteBack.Fast;

/// <summary>
/// Is told what the flusher does. Every method does nothing by default. The methods are called on the flush threads, by several of them
/// at a time where <see cref="WriteBackOptions.MaxConcurrentFlushes"/> is above 1. An exception is logged and harms nothing. A method that
/// blocks holds its worker, so keep it short.
/// </summary>
public interface IWriteBackObserver<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The store has these entries. They still count in <c>DirtyCount</c>.</summary>
    /// <param name="entries">The entries, valid during the call only.</param>
    void OnStored(ReadOnlySpan<WriteEntry<TKey, TValue>> entries)
    {
    }

    /// <summary>The store will never take an entry, so it has become a dead letter.</summary>
    /// <param name="letter">The dead letter.</param>
    void OnDeadLettered(DeadLetter<TKey, TValue> letter)
    {
    }

    /// <summary>An outage has begun: the store does not answer, or refuses every write.</summary>
    /// <param name="reason">The exception of the call that found it.</param>
    void OnStoreDown(Exception reason)
    {
    }

    /// <summary>An outage has ended: the store has taken a write.</summary>
    /// <param name="downtime">The time since the call that found the outage ended.</param>
    void OnStoreUp(TimeSpan downtime)
    {
    }
}
