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

    public override void Drain(int lane, FlushBatch<TKey, TValue> batch, int end, long upTo)
    {
        var ring = Dirty.RingOf(lane);
        while (batch.Count < end && ring.Head < upTo && ring.TryTake(out int index))
        {
            Prefetch(ring.Peek(SlotsAhead));
            ref var slot = ref table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            slot.Header.Dequeue(lane);
            TryCopy(ref slot, index, batch);
            SlotLock.Release(ref slot.Sequence, taken);
        }
    }

    public override void DrainOne(int index, FlushBatch<TKey, TValue> batch)
    {
        ref var slot = ref table[index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        TryCopy(ref slot, index, batch);
        SlotLock.Release(ref slot.Sequence, taken);
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
        Dirty.Waiters.End(index, fault: null);
        SlotLock.Release(ref slot.Sequence, taken);
        if (isGone)
            entries.DropCleanTombstone(index);
    }

    public override bool Fail(in BatchPlace place, FailedAttempt failure)
    {
        ref var slot = ref table[place.Index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        bool isSuperseded = slot.Header.IsDirty;
        Dirty.Waiters.Return(place.Index, failure);
        if (isSuperseded)
            EndFlightOfNewer(ref slot);
        else
            slot.Header.FailFlight(failure.Attempts);
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

    /// <summary>Copies a locked slot into a batch, if it is dirty and not in flight.</summary>
    private void TryCopy(ref Slot<TKey, TValue> slot, int index, FlushBatch<TKey, TValue> batch)
    {
        // Otherwise the place was stale, or the entry is in flight and gets a place when its batch is settled.
        if (!slot.Header.TryBeginFlight())
            return;
        Dirty.Waiters.Depart(index);
        long version = recorder.IsOn ? slot.Logged : batch.NextVersion();
        batch.Add(
            in slot.Key, in slot.Value, slot.Header.Kind, version, slot.Priority, slot.Attempts + 1,
            new BatchPlace(number, index, EntryPast.Of(batch.FillNumber)));
    }

    /// <summary>Ends the flight of a locked slot if it was written meanwhile, and queues the newer write.</summary>
    /// <returns><see langword="false"/> when it was not written: nothing was done.</returns>
    private bool TryRequeueNewer(ref Slot<TKey, TValue> slot, in BatchPlace place, FlushBatch<TKey, TValue> batch)
    {
        if (!slot.Header.IsDirty)
            return false;
        EndFlightOfNewer(ref slot);
        int lane = Dirty.Waiters.IsPending(place.Index) ? RingNumber.Awaited : slot.Priority.Lane;
        bool hasPlace = !slot.Header.TryQueue(lane);
        batch.NoteQueued(number, lane, Dirty.Requeue(place.Index, lane, hasPlace));
        return true;
    }

    private void EndFlightOfNewer(ref Slot<TKey, TValue> slot)
    {
        slot.Header.EndFlight();
        Dirty.OnRedirtiedReturned();
    }
}
