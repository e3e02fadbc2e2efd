using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A waiter is pending while the write that it waits for is dirty, and in flight while that write is. The waiters of one slot form
// a circle, so joining two circles and leaving one need no search. The slot's lock serialises the writes of a slot: every method
// but TryRemove and Abandon is called under it. The lock here guards the dictionaries and the circles.
//
// A key that is refused and written again and again would keep its waiters for ever: each refused write is replaced by a newer one,
// with attempts of its own. So a waiter counts the refusals itself, and its wait ends with the last attempt that a write may have.

/// <summary>The callers that wait for the slots of one shard to be stored. Thread-safe.</summary>
internal sealed class StoredWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, StoredWaiter> _pending = [];
    private readonly Dictionary<int, StoredWaiter> _inFlight = [];
    private int _slots;

    /// <summary>Whether no caller waits for any slot.</summary>
    // Acquire: pairs with the release in Count. Under a slot's lock it is exact for that slot.
    public bool IsEmpty => Volatile.Read(ref _slots) == 0;

    /// <summary>Adds a caller that waits for the newest write of a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="waiter">The caller's wait.</param>
    /// <param name="isInFlight">Whether that write is in flight; otherwise it is dirty.</param>
    public void Add(int slot, StoredWaiter waiter, bool isInFlight)
    {
        lock (_lock)
        {
            (waiter.List, waiter.Slot, waiter.Next, waiter.Previous, waiter.Refusals) = (this, slot, waiter, waiter, 0);
            Join(isInFlight ? _inFlight : _pending, slot, waiter);
            Count();
        }
    }

    /// <summary>Whether a caller waits for the dirty write of a slot.</summary>
    public bool IsPending(int slot)
    {
        if (IsEmpty)
            return false;
        lock (_lock)
            return _pending.ContainsKey(slot);
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
            Count();
            return true;
        }
    }

    /// <summary>Moves a slot's waiters to those in flight: the slot was copied into a batch.</summary>
    public void Depart(int slot)
    {
        if (IsEmpty)
            return;
        lock (_lock)
        {
            if (_pending.Remove(slot, out var waiters))
                _inFlight.Add(slot, waiters);
            Count();
        }
    }

    /// <summary>Moves a slot's waiters in flight back to the pending ones: the batch failed and the slot is dirty again.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="failure">What failed.</param>
    public void Return(int slot, FailedAttempt failure)
    {
        if (IsEmpty)
            return;
        lock (_lock)
        {
            if (!_inFlight.Remove(slot, out var waiters))
                return;
            if (failure.Refusal is null)
                Join(_pending, slot, waiters);
            else
                ReturnRefused(slot, waiters, failure);
            Count();
        }
    }

    /// <summary>Ends the waits for a slot's write in flight.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="fault">Why the store will never have the write; null when the store has it.</param>
    public void End(int slot, Exception? fault)
    {
        if (IsEmpty)
            return;
        lock (_lock)
        {
            if (_inFlight.Remove(slot, out var waiters))
                EndAll(waiters, fault);
            Count();
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
            Count();
        }
    }

    // Release: pairs with the acquire in IsEmpty.
    private void Count() => Volatile.Write(ref _slots, _pending.Count + _inFlight.Count);

    private void ReturnRefused(int slot, StoredWaiter waiters, FailedAttempt failure)
    {
        var waiter = waiters;
        do
        {
            // The neighbour is read first, since a waiter that ends or moves gets other neighbours.
            var next = waiter.Next;
            (waiter.Next, waiter.Previous) = (waiter, waiter);
            if (++waiter.Refusals < failure.MostRefusals)
            {
                Join(_pending, slot, waiter);
            }
            else
            {
                waiter.Slot = -1;
                waiter.End(failure.Refusal);
            }

            waiter = next;
        }
        while (waiter != waiters);
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
