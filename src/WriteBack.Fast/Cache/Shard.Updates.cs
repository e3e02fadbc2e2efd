using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The user's action runs outside the slot's lock. If the slot changes meanwhile, the update starts again. An update that has lost
// several rounds takes a turn (UpdateTurns): only then do other writers wait for it.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    // Short actions on a contended key lose a few rounds and win without a turn, which would cost all writers of the key more.
    private const int RoundsBeforeTurn = 16;
    private const int MostTurns = 2;

    /// <summary>Changes a live entry by the user's action.</summary>
    /// <exception cref="InvalidOperationException">The action writes its own key, or waits for another write of it.</exception>
    public WriteOutcome Update<TArg>(
        in TKey key, ulong hash, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority, WriteWaiter? waiter)
    {
        int lost = 0;
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
                return WriteOutcome.NotResident;
            var value = slot.Value;
            bool isOrdinary = !slot.Header.IsTombstoneOrReserved && !IsExpired(ref slot, index);
            if (!SlotLock.IsUnchanged(ref slot.Sequence, seen))
                continue;
            if (!isOrdinary)
            {
                // Read again, as long as the slot has not changed: the ordinary case has one test for all of this.
                bool isGone = slot.Header.IsTombstone || IsExpired(ref slot, index);
                if (!SlotLock.IsUnchanged(ref slot.Sequence, seen))
                    continue;
                if (isGone)
                    return WriteOutcome.NotResident;
                if (_turns.AwaitEnd(ref slot.Header, index, seen))
                    continue;
            }

            update(ref value, arg);
            PendingLogRecord? logRecord = null;
            if (NeedsRecord(waiter) && !TryPrepareUpdate(in key, hash, in value, priority, waiter, out logRecord, out var refused))
                return refused;
            bool isTaken = SlotLock.TryTake(ref slot.Sequence, seen);
            var outcome = WriteOutcome.NotResident;
            if (isTaken)
            {
                outcome = Apply(ref slot, index, in value, priority, logRecord);
                SlotLock.Release(ref slot.Sequence, seen);
                _dirty.OnWritten();
            }

            PendingLogRecord.Return(logRecord);
            if (isTaken)
                return outcome;
            if (++lost == RoundsBeforeTurn)
                return UpdateInTurn(in key, hash, arg, update, priority, waiter);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WriteOutcome UpdateInTurn<TArg>(
        in TKey key, ulong hash, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority, WriteWaiter? waiter)
    {
        for (int turns = 0; turns < MostTurns; turns++)
        {
            ref var slot = ref LockForTurn(in key, hash, out int index, out uint taken);
            if (Unsafe.IsNullRef(ref slot))
                return WriteOutcome.NotResident;
            var value = slot.Value;
            var turn = _turns.Begin(ref slot.Header, index);
            SlotLock.Release(ref slot.Sequence, taken);
            try
            {
                update(ref value, arg);
                PendingLogRecord? logRecord = null;
                if (NeedsRecord(waiter) && !TryPrepareUpdate(in key, hash, in value, priority, waiter, out logRecord, out var refused))
                    return refused;
                taken = SlotLock.Take(ref slot.Sequence);
                bool isMine = turn.IsUnderWay && slot.Header.IsReserved;
                var outcome = WriteOutcome.NotResident;
                if (isMine)
                    outcome = Apply(ref slot, index, in value, priority, logRecord);
                SlotLock.Release(ref slot.Sequence, taken);
                PendingLogRecord.Return(logRecord);
                _dirty.OnWritten();
                if (isMine)
                    return outcome;
            }
            finally
            {
                taken = SlotLock.Take(ref slot.Sequence);
                _turns.End(ref slot.Header, turn);
                SlotLock.Release(ref slot.Sequence, taken);
            }
        }

        throw new InvalidOperationException(
            "The update was overtaken by other writes of its key each time, although they waited for it. " +
            "Make the action short, and do not let it wait for another write of the same key.");
    }

    /// <summary>Takes the lock of a live entry's slot, once no other update has its turn there.</summary>
    /// <returns>The locked slot; the null reference when there is no live entry.</returns>
    private ref Slot<TKey, TValue> LockForTurn(in TKey key, ulong hash, out int index, out uint taken)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out index, out taken);
            if (Unsafe.IsNullRef(ref slot))
                return ref slot;
            if (slot.Header.IsReserved && _turns.AwaitEnd(ref slot.Header, index, taken))
                continue;
            if (!SlotLock.TryTake(ref slot.Sequence, taken))
                continue;
            if (!slot.Header.IsTombstone && !IsExpired(ref slot, index))
                return ref slot;
            SlotLock.Release(ref slot.Sequence, taken);
            return ref Unsafe.NullRef<Slot<TKey, TValue>>();
        }
    }

    /// <summary>Writes an update's value to its locked slot, within the limit of dirty entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WriteOutcome Apply(
        ref Slot<TKey, TValue> slot, int index, in TValue value, FlushPriority priority, PendingLogRecord? logRecord)
    {
        var outcome = _writer.MarkDirty(ref slot, index, priority, logRecord);
        if (outcome.IsAccepted)
        {
            slot.Value = value;
            Renew(index);
            slot.Touch();
        }

        return outcome;
    }

    private bool NeedsRecord(WriteWaiter? waiter) => _recorder.IsOn || waiter is not null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryPrepareUpdate(
        in TKey key, ulong hash, in TValue value, FlushPriority priority, WriteWaiter? waiter, out PendingLogRecord? logRecord,
        out WriteOutcome refused)
    {
        var request = new WriteRequest<TKey, TValue>(key, hash, value, WriteKind.Upsert, priority);
        return _recorder.TryPrepare(in request, waiter, isReplay: false, out logRecord, out refused);
    }
}
