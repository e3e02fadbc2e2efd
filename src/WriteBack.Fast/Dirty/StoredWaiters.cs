using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A waiter follows its write: at home while the slot is dirty, away while it is in flight. Those of one slot form a
// circle, so that joining two and leaving one take no search. Writes of one slot are serialised by the slot's lock, under
// which all but the removal is called; the lock here guards the dictionaries and the circles.

/// <summary>Who waits for which slot of a shard to be stored.</summary>
internal sealed class StoredWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, StoredWaiter> _pending = [];
    private readonly Dictionary<int, StoredWaiter> _inFlight = [];

    /// <summary>Someone waits for what was just written to a slot.</summary>
    public void Add(int slot, StoredWaiter waiter)
    {
        lock (_lock)
        {
            (waiter.List, waiter.Slot, waiter.Next, waiter.Previous) = (this, slot, waiter, waiter);
            Join(_pending, slot, waiter);
        }
    }

    /// <summary>Someone waits no longer.</summary>
    /// <returns><see langword="false"/> when the wait has ended already.</returns>
    public bool TryRemove(StoredWaiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Slot < 0)
                return false;
            var circles = _pending.TryGetValue(waiter.Slot, out var first) && first == waiter ? _pending : _inFlight;
            if (circles.TryGetValue(waiter.Slot, out first) && first == waiter)
            {
                if (waiter.Next == waiter)
                    circles.Remove(waiter.Slot);
                else
                    circles[waiter.Slot] = waiter.Next;
            }

            (waiter.Previous.Next, waiter.Next.Previous) = (waiter.Next, waiter.Previous);
            waiter.Slot = -1;
            return true;
        }
    }

    /// <summary>The slot was copied into a batch.</summary>
    public void Depart(int slot)
    {
        lock (_lock)
        {
            if (_pending.Remove(slot, out var waiters))
                _inFlight.Add(slot, waiters);
        }
    }

    /// <summary>The batch failed and the slot is dirty again: its waiters join those of a newer write, if any.</summary>
    public void Return(int slot)
    {
        lock (_lock)
        {
            if (_inFlight.Remove(slot, out var waiters))
                Join(_pending, slot, waiters);
        }
    }

    /// <summary>The store has what was in the batch, or will never have it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="fault">Why the store will never have it; null when it has it.</param>
    public void End(int slot, Exception? fault)
    {
        lock (_lock)
        {
            if (_inFlight.Remove(slot, out var waiters))
                EndAll(waiters, fault);
        }
    }

    /// <summary>Nothing will be stored any more.</summary>
    public void Abandon(Exception fault)
    {
        lock (_lock)
        {
            foreach (var waiters in _pending.Values.Concat(_inFlight.Values))
                EndAll(waiters, fault);
            _pending.Clear();
            _inFlight.Clear();
        }
    }

    private static void Join(Dictionary<int, StoredWaiter> circles, int slot, StoredWaiter waiters)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(circles, slot, out bool exists);
        if (!exists)
        {
            first = waiters;
            return;
        }

        var (last, end) = (first!.Previous, waiters.Previous);
        (last.Next, waiters.Previous) = (waiters, last);
        (end.Next, first.Previous) = (first, end);
    }

    private static void EndAll(StoredWaiter waiters, Exception? fault)
    {
        var waiter = waiters;
        do
        {
            // Before it ends: then it may be in use again.
            var next = waiter.Next;
            waiter.Slot = -1;
            waiter.End(fault);
            waiter = next;
        }
        while (waiter != waiters);
    }
}
