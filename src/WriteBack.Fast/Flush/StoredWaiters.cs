namespace WriteBack.Fast;

// A waiter follows its write: at home while the slot is dirty, away while it is in flight. Writes of one slot are
// serialised by the slot's lock, under which all of this is called; the lock here only guards the dictionaries.

/// <summary>Who waits for which slot of a shard to be stored.</summary>
internal sealed class StoredWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, StoredWaiter> _home = [];
    private readonly Dictionary<int, StoredWaiter> _away = [];

    /// <summary>Someone waits for what was just written to a slot.</summary>
    public void Add(int slot, StoredWaiter waiter)
    {
        lock (_lock)
        {
            waiter.Next = _home.GetValueOrDefault(slot);
            _home[slot] = waiter;
        }
    }

    /// <summary>The slot was copied into a batch.</summary>
    public void Depart(int slot)
    {
        lock (_lock)
        {
            if (_home.Remove(slot, out var waiters))
                _away.Add(slot, waiters);
        }
    }

    /// <summary>The batch failed and the slot is dirty again: its waiters join those of a newer write, if any.</summary>
    public void Return(int slot)
    {
        lock (_lock)
        {
            if (!_away.Remove(slot, out var first))
                return;
            var last = first;
            while (last.Next is { } next)
                last = next;
            last.Next = _home.GetValueOrDefault(slot);
            _home[slot] = first;
        }
    }

    /// <summary>The store has what was in the batch.</summary>
    public void Complete(int slot)
    {
        for (var waiter = TakeAway(slot); waiter is not null; waiter = waiter.Next)
            waiter.Complete();
    }

    /// <summary>The store will never have what was in the batch.</summary>
    public void Fail(int slot, Exception reason)
    {
        for (var waiter = TakeAway(slot); waiter is not null; waiter = waiter.Next)
            waiter.Fail(reason);
    }

    /// <summary>Nothing will be stored any more.</summary>
    public void FailAll(Exception reason)
    {
        lock (_lock)
        {
            foreach (var first in _home.Values.Concat(_away.Values))
            {
                for (var waiter = first; waiter is not null; waiter = waiter.Next)
                    waiter.Fail(reason);
            }

            _home.Clear();
            _away.Clear();
        }
    }

    private StoredWaiter? TakeAway(int slot)
    {
        lock (_lock)
            return _away.Remove(slot, out var waiters) ? waiters : null;
    }
}
