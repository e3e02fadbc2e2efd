using System.Runtime.CompilerServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Changes the content of one shard's slots. Every method needs the slot's lock.</summary>
/// <param name="closing">Whether the cache is closed.</param>
/// <param name="dirty">The shard's rings, quota and waiters.</param>
/// <param name="expiration">The deadlines of the shard's entries.</param>
/// <param name="recorder">The recorder of writes in the log.</param>
internal sealed class SlotWriter<TKey, TValue, TTraits>(
    CloseFlag closing, DirtyQueue dirty, EntryExpiration expiration, WriteRecorder<TKey, TValue> recorder)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // The interlocked adds and the volatile read pair with no other access: the count is exact only while nothing changes.
    private int _live;

    /// <summary>The number of live entries.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>Writes to a resident entry, within the limit of dirty entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WriteOutcome Overwrite(ref Slot<TKey, TValue> slot, int index, in WriteRequest<TKey, TValue> request, PendingLogRecord? logRecord)
    {
        var outcome = MarkDirty(ref slot, index, request.Priority, logRecord);
        if (outcome.IsAccepted)
        {
            WordCopy.Assign(ref slot.Value, in request.Value);
            ChangeKind(ref slot, request.Kind);
            Renew(index);
            slot.Touch();
        }

        return outcome;
    }

    /// <summary>Makes a slot's entry dirty, or that of a free slot about to be filled, within the limit of dirty entries.</summary>
    public WriteOutcome MarkDirty(ref Slot<TKey, TValue> slot, int index, FlushPriority priority, PendingLogRecord? logRecord)
    {
        if (closing.IsClosed)
            return WriteOutcome.Closed;

        ref var header = ref slot.Header;
        var outcome = WriteOutcome.Accepted;
        bool isAwaited = logRecord is { Waiter: StoredWaiter };
        if (header.IsDirty)
        {
            outcome = WriteOutcome.Coalesced;
            if (priority >= header.Priority)
                priority = header.Priority;
            else if (!header.IsInFlight)
                dirty.Requeue(index, priority.Lane, hasPlace: !header.TryQueue(priority));
        }
        else if (header.IsInFlight)
        {
            dirty.OnRedirtied();
        }
        else
        {
            // The place of an awaited entry is among the awaited ones. With another one, the next write would be stored before its time.
            outcome = dirty.Pin(index, priority, hasPlace: isAwaited || !header.TryQueue(priority));
            if (outcome == WriteOutcome.DirtyLimit)
                return outcome;
        }

        header.MarkDirty(priority);
        if (logRecord is not null)
            Attach(ref slot, index, logRecord);
        return outcome;
    }

    /// <summary>Puts a live entry into a free slot.</summary>
    public void Fill(ref Slot<TKey, TValue> slot, int index, in TKey key, in TValue value)
    {
        slot.Key = key;
        slot.Value = value;
        slot.Header.Insert();
        Renew(index);
        Interlocked.Increment(ref _live);
    }

    /// <summary>Removes the entry from a slot that look-ups do not find any more.</summary>
    public void Clear(ref Slot<TKey, TValue> slot)
    {
        if (!slot.Header.IsTombstone)
            Interlocked.Decrement(ref _live);
        slot.Header.Free();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<Slot<TKey, TValue>>())
        {
            slot.Key = default;
            slot.Value = default!;
        }
    }

    /// <summary>Makes a live entry a tombstone, or a tombstone live.</summary>
    public void ChangeKind(ref Slot<TKey, TValue> slot, WriteKind kind)
    {
        if (slot.Header.TryChangeKind(kind))
            Interlocked.Add(ref _live, kind == WriteKind.Delete ? -1 : 1);
    }

    /// <summary>Starts the time to live of a slot's entry again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew(int index)
    {
        if (TTraits.Expires)
            expiration.Renew(index);
    }

    /// <summary>Adds a caller that waits until the newest write of a pinned entry is stored.</summary>
    public void Await(ref Slot<TKey, TValue> slot, int index, StoredWaiter waiter)
    {
        dirty.Waiters.Add(index, waiter, isInFlight: !slot.Header.IsDirty);

        // An entry in flight gets a place when its batch is settled, if it needs one then.
        if (!slot.Header.IsInFlight && slot.Header.TryQueue(RingNumber.Awaited))
            dirty.Await(index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Attach(ref Slot<TKey, TValue> slot, int index, PendingLogRecord logRecord)
    {
        recorder.Append(logRecord, ref slot.Logged);
        if (logRecord.Waiter is StoredWaiter waiter)
            Await(ref slot, index, waiter);
    }
}
