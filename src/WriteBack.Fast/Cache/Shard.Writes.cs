using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    // A write to a clean entry does what Write does, but in one method and with one store to the header. The processor overlaps the
    // cache misses of successive writes while its store queue has room. So the number of stores of a write decides whether its misses
    // are overlapped.

    /// <summary>Writes a live, clean, unqueued entry at its candidate position.</summary>
    /// <param name="position">The candidate's position among the slots of all shards; 0 for none.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="priority">The write's priority.</param>
    /// <param name="outcome">The outcome of the write.</param>
    /// <returns><see langword="false"/> when <see cref="Write"/> must be called instead.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteClean(nuint position, in TKey key, in TValue value, FlushPriority priority, out WriteOutcome outcome)
    {
        outcome = WriteOutcome.Accepted;
        if (position == 0)
            return false;
        int index = IndexOf(position);
        ref var slot = ref _table[index];
        var seen = SlotHeader.Read(ref slot.Header);
        if (!TTraits.KeysEqual(in slot.Key, in key) || !seen.IsCleanAndUnqueued || !SlotLock.TryTake(ref slot.Sequence, seen.Sequence))
            return false;
        if (_closing.IsClosed)
        {
            SlotLock.Release(ref slot.Sequence, seen.Sequence);
            return false;
        }

        var dirty = _dirty;
        long claimed = dirty.Claim(index, priority);
        var use = dirty.Quota.Use;
        if (use == QuotaUse.Free)
        {
            WordCopy.Assign(ref slot.Value, in value);
            Renew(index);
            SlotHeader.LeaveDirty(ref slot.Header, seen, priority);
        }
        else
        {
            outcome = WriteTight(ref slot, index, seen, in value, priority, use);
        }

        dirty.OnClaimed(claimed);
        dirty.OnWritten();
        return true;
    }

    /// <summary>Writes an entry or a tombstone, and its record if there is a log.</summary>
    /// <param name="request">The write.</param>
    /// <param name="waiter">The caller's wait for the write to be logged or stored, or null.</param>
    public WriteOutcome WriteLogged(in WriteRequest<TKey, TValue> request, WriteWaiter? waiter)
    {
        if (!_recorder.TryPrepare(in request, waiter, isReplay: false, out var logRecord, out var outcome))
            return outcome;
        outcome = Write(in request, logRecord);
        PendingLogRecord.Return(logRecord);
        return outcome;
    }

    /// <summary>Writes an entry or a tombstone.</summary>
    /// <param name="request">The write.</param>
    /// <param name="logRecord">The write's record and waiter, or null.</param>
    public WriteOutcome Write(in WriteRequest<TKey, TValue> request, PendingLogRecord? logRecord)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in request.Key, request.Hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
            {
                if (!Entries.TryInsert(in request, logRecord, out var inserted))
                    continue;
                _dirty.OnWritten();
                return inserted;
            }

            if (slot.Header.IsReserved && _turns.AwaitEnd(ref slot.Header, index, seen))
                continue;
            if (!SlotLock.TryTake(ref slot.Sequence, seen))
                continue;
            var outcome = _writer.Overwrite(ref slot, index, in request, logRecord);
            SlotLock.Release(ref slot.Sequence, seen);
            _dirty.OnWritten();
            return outcome;
        }
    }

    /// <summary>Adds a caller that waits until the newest write of a key is stored, and has it stored at once.</summary>
    /// <returns><see cref="WriteOutcome.Accepted"/> when there is something to wait for; <see cref="WriteOutcome.Settled"/> or
    /// <see cref="WriteOutcome.Closed"/> otherwise.</returns>
    public WriteOutcome Await(in TKey key, ulong hash, StoredWaiter waiter)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
                return WriteOutcome.Settled;
            if (!SlotLock.TryTake(ref slot.Sequence, seen))
                continue;
            var outcome = _closing.IsClosed ? WriteOutcome.Closed : slot.IsPinned ? WriteOutcome.Accepted : WriteOutcome.Settled;
            if (outcome == WriteOutcome.Accepted)
                _writer.Await(ref slot, index, waiter);
            SlotLock.Release(ref slot.Sequence, seen);
            _dirty.OnWritten();
            return outcome;
        }
    }

    /// <summary>Applies a write that the log has from an earlier run. The writes of a key must come in their order.</summary>
    /// <param name="request">The write.</param>
    /// <param name="lsn">The sequence of its record.</param>
    public WriteOutcome Recover(in WriteRequest<TKey, TValue> request, long lsn)
    {
        var logRecord = PendingLogRecord.RentRecovered(lsn);
        var outcome = Write(in request, logRecord);
        PendingLogRecord.Return(logRecord);
        return outcome;
    }

    /// <summary>Writes a dead letter again, unless its key has been written since. <see cref="DeadLetterQueue{TKey,TValue}"/> explains
    /// why a replay never replaces a newer write.</summary>
    public WriteOutcome Replay(
        TrackedLetter<TKey, TValue> letter, in WriteRequest<TKey, TValue> request, DeadLetterQueue<TKey, TValue> letters)
    {
        if (!_recorder.TryPrepare(in request, waiter: null, isReplay: true, out var logRecord, out var outcome))
            return outcome;
        outcome = Replay(letter, in request, logRecord, letters);
        _dirty.OnWritten();
        PendingLogRecord.Return(logRecord);
        return outcome;
    }

    private WriteOutcome Replay(
        TrackedLetter<TKey, TValue> letter, in WriteRequest<TKey, TValue> request, PendingLogRecord? logRecord,
        DeadLetterQueue<TKey, TValue> letters)
    {
        lock (Entries.Lock)
        {
            if (_closing.IsClosed)
                return WriteOutcome.Closed;

            // Under the shard's lock an absent key stays absent, and a resident key keeps its slot.
            ref var slot = ref _table.Find(in request.Key, request.Hash, out int index, out _);
            bool isAbsent = Unsafe.IsNullRef(ref slot);
            uint taken = isAbsent ? 0 : SlotLock.Take(ref slot.Sequence);
            var outcome = letters.BeginReplay(letter, !isAbsent && slot.IsPinned);
            if (outcome == WriteOutcome.Accepted)
            {
                if (isAbsent)
                    Entries.TryInsert(in request, logRecord, out outcome);
                else
                    outcome = _writer.Overwrite(ref slot, index, in request, logRecord);
                if (!outcome.IsAccepted)
                    letters.CancelReplay(letter);
            }

            if (!isAbsent)
                SlotLock.Release(ref slot.Sequence, taken);
            return outcome;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WriteOutcome WriteTight(
        ref Slot<TKey, TValue> slot, int index, SlotHeader.Seen seen, in TValue value, FlushPriority priority, QuotaUse use)
    {
        var outcome = _dirty.Classify(use);
        if (outcome.IsAccepted)
        {
            slot.Value = value;
            Renew(index);
            SlotHeader.LeaveDirty(ref slot.Header, seen, priority);
        }
        else
        {
            // The place in the ring stays; the drainer passes over it.
            slot.Header.TryQueue(priority);
            SlotLock.Release(ref slot.Sequence, seen.Sequence);
        }

        return outcome;
    }
}
