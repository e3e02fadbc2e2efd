using System.Collections.Concurrent;

namespace WriteBack.Fast;

/// <summary>Idle waiters of a cache. Thread-safe.</summary>
/// <param name="make">A factory of waiters that return to this pool.</param>
internal sealed class WaiterPool<TWaiter>(Func<WaiterPool<TWaiter>, TWaiter> make)
    where TWaiter : WriteWaiter
{
    /// <summary>The most waiters kept; the garbage collector takes the others.</summary>
    public const int Capacity = 1_024;

    private readonly ConcurrentQueue<TWaiter> _idle = [];

    public TWaiter Rent() => _idle.TryDequeue(out var waiter) ? waiter : make(this);

    public void Return(TWaiter waiter)
    {
        if (_idle.Count < Capacity)
            _idle.Enqueue(waiter);
    }
}
