using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A waiter is pending while the write that it waits for is dirty, and in flight while that write is. The waiters of one slot form
// a circle, so joining two circles and leaving one need no search. The slot's lock serialises the writes of a slot: every method
// but TryRemove and Abandon is called under it. The lock here guards the dictionaries and the circles.

/// <summary>The callers that wait for the slots of one shard to be stored. Thread-safe.</summary>
internal sealed class StoredWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, StoredWaiter> _pending = [];
    private readonly Dictionary<int, StoredWaiter> _inFlight = [];

    /// <summary>Adds a caller that waits for the write just made to a slot.</summary>
    public void Add(int slot, StoredWaiter waiter)
    {
        lock (_lock)
        {
            (waiter.List, waiter.Slot, waiter.Next, waiter.Previous) = (this, slot, waiter, waiter);
            Join(_pending, slot, waiter);
        }
    }

    /// <summary>Removes a waiter.</summary>
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

    /// <summary>Moves a slot's waiters to those in flight: the slot was copied into a batch.</summary>
    public void Depart(int slot)
    {
        lock (_lock)
        {
            if (_pending.Remove(slot, out var waiters))
                _inFlight.Add(slot, waiters);
        }
    }

    /// <summary>Moves a slot's waiters in flight back to the pending ones: the batch failed and the slot is dirty again.</summary>
    public void Return(int slot)
    {
        lock (_lock)
        {
            if (_inFlight.Remove(slot, out var waiters))
                Join(_pending, slot, waiters);
        }
    }

    /// <summary>Ends the waits for a slot's write in flight.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="fault">Why the store will never have the write; null when the store has it.</param>
    public void End(int slot, Exception? fault)
    {
        lock (_lock)
        {
            if (_inFlight.Remove(slot, out var waiters))
                EndAll(waiters, fault);
        }
    }

    /// <summary>Fails all waits, because the cache stores nothing any more.</summary>
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
            // The neighbour is read before End, since an ended waiter may be in use again.
            var next = waiter.Next;
            waiter.Slot = -1;
            waiter.End(fault);
            waiter = next;
        }
        while (waiter != waiters);
    }
}
