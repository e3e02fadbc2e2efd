using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The way of a dirty entry to the store and back. The drainer takes its index out of a ring and copies it into a batch;
// a flush worker settles it when the store has answered. A slot in a batch is pinned, so its index is all that is needed.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    // As many as the processor fetches at a time.
    private const int SlotsAhead = 12;

    private readonly StoredWaiters _waiters = new();

    /// <summary>Places in the ring of a priority, stale ones included.</summary>
    public DirtyRing RingOf(int lane) => _rings[lane];

    /// <summary>Copies dirty entries of one priority into a batch. For the drainer alone.</summary>
    /// <param name="priority">Which entries.</param>
    /// <param name="shard">The number of this shard.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="end">How many entries the batch is to hold then.</param>
    /// <param name="upTo">The position of the ring to stop at.</param>
    public void Drain(FlushPriority priority, int shard, FlushBatch<TKey, TValue> batch, int end, long upTo)
    {
        var ring = _rings[priority.Lane];
        while (batch.Count < end && ring.Head < upTo && ring.TryTake(out int index))
        {
            Prefetch(ring.Peek(SlotsAhead));
            ref var slot = ref _table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            slot.Flags &= ~priority.QueuedFlag;

            // Otherwise the place is stale, or the entry is in flight and will be queued when it comes back.
            if ((slot.Flags & (SlotFlags.Dirty | SlotFlags.InFlight)) == SlotFlags.Dirty)
            {
                slot.Flags ^= SlotFlags.Dirty | SlotFlags.InFlight;
                bool isAwaited = (slot.Flags & SlotFlags.Awaited) != 0;
                if (isAwaited)
                {
                    slot.Flags ^= SlotFlags.Awaited;
                    _waiters.Depart(index);
                }

                var kind = (slot.Flags & SlotFlags.Tombstone) != 0 ? WriteKind.Delete : WriteKind.Upsert;
                long version = _log is null ? batch.NextVersion() : slot.Logged;
                batch.Add(
                    in slot.Key, in slot.Value, kind, version, slot.Priority, slot.Attempts + 1, new BatchPlace(shard, index, isAwaited));
            }

            SlotLock.Release(ref slot.Sequence, taken);
        }
    }

    /// <summary>Has the processor fetch a slot; none for -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int index)
    {
        if (index >= 0)
            _table.Slots.Prefetch((nuint)(uint)index);
    }

    /// <summary>The store has an entry's value: it is clean, or dirty again if it was written meanwhile.</summary>
    /// <param name="place">Where the entry is.</param>
    /// <param name="batch">The batch it was in.</param>
    /// <param name="deadLetters">Where an older write of its key may be.</param>
    public void Acknowledge(in BatchPlace place, FlushBatch<TKey, TValue> batch, DeadLetterQueue<TKey, TValue> deadLetters)
    {
        int index = place.Index;
        ref var slot = ref _table[index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        if (deadLetters.Count > 0)
            deadLetters.OnStored(in slot.Key);
        bool isDirtyAgain = TryRequeueNewer(ref slot, in place, batch);
        bool isGone = false;
        if (!isDirtyAgain)
        {
            slot.Flags &= ~SlotFlags.InFlight;
            isGone = (slot.Flags & SlotFlags.Tombstone) != 0;
            Quota.Release(1);
        }

        // Last, so that who waited finds the space that this made.
        if (place.IsAwaited)
            _waiters.End(index, fault: null);
        SlotLock.Release(ref slot.Sequence, taken);
        if (isGone)
            DropCleanTombstone(index);
    }

    /// <summary>The store was not reached, or refused a value that may be tried again: the newest value is dirty.</summary>
    /// <param name="place">Where the entry is.</param>
    /// <param name="batch">The batch it was in.</param>
    /// <param name="attempts">How often the store has refused the value by now.</param>
    /// <returns>Whether a newer write was waiting, which now stands for both.</returns>
    public bool Requeue(in BatchPlace place, FlushBatch<TKey, TValue> batch, int attempts)
    {
        ref var slot = ref _table[place.Index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        if (place.IsAwaited)
        {
            slot.Flags |= SlotFlags.Awaited;
            _waiters.Return(place.Index);
        }

        bool isSuperseded = TryRequeueNewer(ref slot, in place, batch);
        if (!isSuperseded)
        {
            slot.Flags ^= SlotFlags.Dirty | SlotFlags.InFlight;
            slot.Attempts = (byte)Math.Min(attempts, byte.MaxValue);
            batch.NoteQueued(place.Shard, slot.Priority.Lane, Enqueue(ref slot, place.Index));
        }

        SlotLock.Release(ref slot.Sequence, taken);
        return isSuperseded;
    }

    /// <summary>
    /// The store will never take an entry's value. It leaves the cache, so that reads show what the store has, unless it
    /// was written meanwhile: then the newer value has its own chances.
    /// </summary>
    /// <param name="place">Where the entry is.</param>
    /// <param name="batch">The batch it was in.</param>
    /// <param name="letter">What is left of it.</param>
    /// <param name="deadLetters">Where that goes.</param>
    /// <param name="reason">What those are told who wait for it.</param>
    /// <returns>Whether the oldest letter had to go for it.</returns>
    public bool Bury(
        in BatchPlace place, FlushBatch<TKey, TValue> batch, DeadLetter<TKey, TValue> letter, DeadLetterQueue<TKey, TValue> deadLetters,
        Exception reason)
    {
        lock (_lock)
        {
            ref var slot = ref _table[place.Index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            bool hasDropped = deadLetters.Add(letter) is not null;
            bool isDirtyAgain = TryRequeueNewer(ref slot, in place, batch);
            if (!isDirtyAgain)
            {
                FreeSlot(ref slot, place.Index);
                _context.Room.Return();
                Quota.Release(1);
            }

            if (place.IsAwaited)
                _waiters.End(place.Index, reason);
            SlotLock.Release(ref slot.Sequence, taken);
            return hasDropped;
        }
    }

    /// <summary>The cache ends without having stored what is awaited.</summary>
    public void AbandonWaiters(Exception reason) => _waiters.Abandon(reason);

    /// <summary>Ends the flight of a locked slot that was written meanwhile.</summary>
    private bool TryRequeueNewer(ref Slot<TKey, TValue> slot, in BatchPlace place, FlushBatch<TKey, TValue> batch)
    {
        if ((slot.Flags & SlotFlags.Dirty) == 0)
            return false;
        slot.Flags &= ~SlotFlags.InFlight;
        Interlocked.Decrement(ref _redirtied);
        batch.NoteQueued(place.Shard, slot.Priority.Lane, Enqueue(ref slot, place.Index));
        batch.IsUrgent |= (slot.Flags & SlotFlags.Awaited) != 0;
        return true;
    }

    private void DropCleanTombstone(int index)
    {
        lock (_lock)
        {
            ref var slot = ref _table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);

            // The slot may have been written, evicted or reused since; whichever clean tombstone lies in it now can go.
            const SlotFlags state = SlotFlags.Tombstone | SlotFlags.Dirty | SlotFlags.InFlight;
            if ((slot.Flags & state) == SlotFlags.Tombstone)
            {
                FreeSlot(ref slot, index);
                _context.Room.Return();
            }

            SlotLock.Release(ref slot.Sequence, taken);
        }
    }
}
