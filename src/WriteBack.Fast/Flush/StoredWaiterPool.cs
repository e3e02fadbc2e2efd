using System.Collections.Concurrent;

namespace WriteBack.Fast;

/// <summary>Idle waiters of a cache. Thread-safe.</summary>
internal sealed class StoredWaiterPool
{
    /// <summary>The most waiters kept; what comes beyond is left to the collector.</summary>
    public const int Capacity = 1_024;

    private readonly ConcurrentQueue<StoredWaiter> _idle = [];

    public StoredWaiter Rent() => _idle.TryDequeue(out var waiter) ? waiter : new StoredWaiter(this);

    public void Return(StoredWaiter waiter)
    {
        if (_idle.Count < Capacity)
            _idle.Enqueue(waiter);
    }
}
