namespace WriteBack.Fast;

// The observers are an array that is replaced at each change, so that telling them takes no lock and an observer may subscribe or
// unsubscribe while it is told.

/// <summary>The observers of a cache. Thread-safe; telling them throws nothing.</summary>
/// <param name="services">The cache's name, logger and clock.</param>
internal sealed class Observers<TKey, TValue>(CacheServices services)
    where TKey : struct
    where TValue : notnull
{
    private readonly Lock _lock = new();
    private IWriteBackObserver<TKey, TValue>[] _all = [];
    private long _downSince;

    // Acquire: pairs with the release in Add and Remove.
    private IWriteBackObserver<TKey, TValue>[] All => Volatile.Read(ref _all);

    /// <summary>Adds an observer.</summary>
    /// <returns>What removes it when it is disposed of. A call that is under way goes on.</returns>
    public IDisposable Add(IWriteBackObserver<TKey, TValue> observer)
    {
        lock (_lock)
            Volatile.Write(ref _all, [.. _all, observer]);
        return new Subscription(this, observer);
    }

    /// <summary>Tells that the store has a part of a batch, but for the entries that it rejected.</summary>
    public void OnStored(WriteBatch<TKey, TValue> part)
    {
        if (All.Length == 0)
            return;
        int first = 0;
        while (first < part.Count)
        {
            int end = first;
            while (end < part.Count && (part.RejectedCount == 0 || part.RejectionOf(end) is null))
                end++;
            if (end > first)
                OnStored(part.Entries[first..end]);
            first = end + 1;
        }
    }

    public void OnDeadLettered(DeadLetter<TKey, TValue> letter)
    {
        foreach (var observer in All)
        {
            try
            {
                observer.OnDeadLettered(letter);
            }
            catch (Exception exception)
            {
                Log(exception);
            }
        }
    }

    public void OnStoreDown(Exception reason)
    {
        // The circuit tells of an outage once, so no other call changes this meanwhile.
        _downSince = services.Time.GetTimestamp();
        foreach (var observer in All)
        {
            try
            {
                observer.OnStoreDown(reason);
            }
            catch (Exception exception)
            {
                Log(exception);
            }
        }
    }

    public void OnStoreUp()
    {
        var downtime = services.Time.GetElapsedTime(_downSince);
        foreach (var observer in All)
        {
            try
            {
                observer.OnStoreUp(downtime);
            }
            catch (Exception exception)
            {
                Log(exception);
            }
        }
    }

    private void OnStored(ReadOnlySpan<WriteEntry<TKey, TValue>> entries)
    {
        foreach (var observer in All)
        {
            try
            {
                observer.OnStored(entries);
            }
            catch (Exception exception)
            {
                Log(exception);
            }
        }
    }

    private void Log(Exception exception) => LogMessages.ObserverFailed(services.Logger, services.Name, exception);

    private void Remove(IWriteBackObserver<TKey, TValue> observer)
    {
        lock (_lock)
        {
            int index = Array.IndexOf(_all, observer);
            Volatile.Write(ref _all, [.. _all[..index], .. _all[(index + 1)..]]);
        }
    }

    private sealed class Subscription(Observers<TKey, TValue> observers, IWriteBackObserver<TKey, TValue> observer) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            // One of several callers removes the observer; the exchange pairs with itself alone.
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                observers.Remove(observer);
        }
    }
}
