using System.Runtime.CompilerServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The way of a dirty entry to the store and back. The drainer takes the slot's index out of a ring and copies the entry into a batch.
// A flush worker settles the entry when the store has answered. A slot in flight is pinned, so its index identifies the entry.

/// <summary>Drains the dirty entries of one shard, and settles them.</summary>
/// <param name="number">The shard's number.</param>
/// <param name="table">The shard's slots.</param>
/// <param name="entries">The shard's resident entries.</param>
/// <param name="dirty">The shard's rings, quota and waiters.</param>
/// <param name="recorder">The recorder of writes in the log.</param>
/// <param name="sink">The dead letters.</param>
internal sealed class ShardFlush<TKey, TValue, TTraits>(
    int number, SlotTable<TKey, TValue, TTraits> table, ResidentEntries<TKey, TValue, TTraits> entries, DirtyQueue dirty,
    WriteRecorder<TKey, TValue> recorder, DeadLetterSink<TKey, TValue> sink) : FlushSource<TKey, TValue>(dirty)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // About as many fetches as the processor keeps under way at a time.
    private const int SlotsAhead = 12;

    public override void Drain(FlushPriority priority, FlushBatch<TKey, TValue> batch, int end, long upTo)
    {
        var ring = Dirty.RingOf(priority.Lane);
        while (batch.Count < end && ring.Head < upTo && ring.TryTake(out int index))
        {
            Prefetch(ring.Peek(SlotsAhead));
            ref var slot = ref table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            slot.Header.Dequeue(priority);

            // Otherwise the place is stale, or the entry is in flight and gets a place when its batch is settled.
            if (slot.Header.TryBeginFlight(out bool isAwaited))
            {
                if (isAwaited)
                    Dirty.Waiters.Depart(index);
                long version = recorder.IsOn ? slot.Logged : batch.NextVersion();
                batch.Add(
                    in slot.Key, in slot.Value, slot.Header.Kind, version, slot.Priority, slot.Attempts + 1,
                    new BatchPlace(number, index, isAwaited));
            }

            SlotLock.Release(ref slot.Sequence, taken);
        }
    }

    public override void SweepExpired() => entries.SweepExpired();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void Prefetch(int index)
    {
        if (index >= 0)
            table.Slots.Prefetch((nuint)(uint)index);
    }

    public override void Acknowledge(in BatchPlace place, FlushBatch<TKey, TValue> batch)
    {
        int index = place.Index;
        ref var slot = ref table[index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        sink.OnStored(in slot.Key);
        bool isGone = false;
        if (!TryRequeueNewer(ref slot, in place, batch))
        {
            slot.Header.EndFlight();
            isGone = slot.Header.IsTombstone;
            Dirty.Quota.Release(1);
        }

        // The waits end last, so that the callers find the space that this made.
        if (place.IsAwaited)
            Dirty.Waiters.End(index, fault: null);
        SlotLock.Release(ref slot.Sequence, taken);
        if (isGone)
            entries.DropCleanTombstone(index);
    }

    public override bool Requeue(in BatchPlace place, FlushBatch<TKey, TValue> batch, int attempts)
    {
        ref var slot = ref table[place.Index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        if (place.IsAwaited)
        {
            slot.Header.MarkAwaited();
            Dirty.Waiters.Return(place.Index);
        }

        bool isSuperseded = TryRequeueNewer(ref slot, in place, batch);
        if (!isSuperseded)
        {
            slot.Header.FailFlight(attempts);
            Queue(ref slot, in place, batch);
        }

        SlotLock.Release(ref slot.Sequence, taken);
        return isSuperseded;
    }

    public override bool DeadLetter(
        in BatchPlace place, FlushBatch<TKey, TValue> batch, DeadLetter<TKey, TValue> letter, Exception reason)
    {
        lock (entries.Lock)
        {
            ref var slot = ref table[place.Index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            bool hasDropped = sink.Put(letter);
            if (!TryRequeueNewer(ref slot, in place, batch))
            {
                entries.Drop(ref slot, place.Index);
                Dirty.Quota.Release(1);
            }

            if (place.IsAwaited)
                Dirty.Waiters.End(place.Index, reason);
            SlotLock.Release(ref slot.Sequence, taken);
            return hasDropped;
        }
    }

    public override long OldestLogged(long below, ref long count)
    {
        long oldest = long.MaxValue;
        for (int index = 0; index < table.Length; index++)
        {
            ref var slot = ref table[index];
            bool isPinned;
            long logged;
            uint seen;
            do
            {
                seen = SlotLock.ReadStable(ref slot.Sequence);
                (isPinned, logged) = (slot.IsPinned, slot.Logged);
            }
            while (!SlotLock.IsUnchanged(ref slot.Sequence, seen));

            if (!isPinned)
                continue;
            oldest = Math.Min(oldest, logged);
            count += logged < below ? 1 : 0;
        }

        return oldest;
    }

    public override void LogAgain(long below)
    {
        for (int index = 0; index < table.Length; index++)
        {
            ref var slot = ref table[index];
            uint seen = SlotLock.ReadStable(ref slot.Sequence);
            if (!slot.IsPinned || slot.Logged >= below)
                continue;
            var request = new WriteRequest<TKey, TValue>(slot.Key, hash: 0, slot.Value, slot.Header.Kind, slot.Priority);
            if (SlotLock.IsUnchanged(ref slot.Sequence, seen))
                recorder.AppendAgain(ref slot, seen, in request);
        }
    }

    public override long CountLogged(long upTo)
    {
        long count = 0;
        for (int index = 0; index < table.Length; index++)
        {
            ref var slot = ref table[index];
            if (slot.IsPinned && slot.Logged <= upTo)
                count += slot.Header.IsDirtyAndInFlight ? 2 : 1;
        }

        return count;
    }

    /// <summary>Ends the flight of a locked slot if it was written meanwhile, and queues the newer write.</summary>
    /// <returns><see langword="false"/> when it was not written: nothing was done.</returns>
    private bool TryRequeueNewer(ref Slot<TKey, TValue> slot, in BatchPlace place, FlushBatch<TKey, TValue> batch)
    {
        if (!slot.Header.IsDirty)
            return false;
        slot.Header.EndFlight();
        Dirty.OnRedirtiedReturned();
        Queue(ref slot, in place, batch);
        batch.IsUrgent |= slot.Header.IsAwaited;
        return true;
    }

    private void Queue(ref Slot<TKey, TValue> slot, in BatchPlace place, FlushBatch<TKey, TValue> batch)
    {
        var priority = slot.Priority;
        bool hasPlace = !slot.Header.TryQueue(priority);
        batch.NoteQueued(number, priority, Dirty.Requeue(place.Index, priority, hasPlace));
    }
}
