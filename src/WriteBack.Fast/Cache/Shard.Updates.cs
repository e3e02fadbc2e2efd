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
        for (int round = 0; round < RoundsBeforeTurn; round++)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
                return WriteOutcome.NotResident;
            if (slot.Header.IsReserved && _turns.AwaitEnd(ref slot.Header, index, seen))
                continue;
            var value = slot.Value;
            bool isGone = slot.Header.IsTombstone || IsExpired(ref slot, index);
            if (!SlotLock.IsUnchanged(ref slot.Sequence, seen))
                continue;
            if (isGone)
                return WriteOutcome.NotResident;

            update(ref value, arg);
            if (!TryPrepareUpdate(in key, hash, in value, priority, waiter, out var logRecord, out var outcome))
                return outcome;
            bool isTaken = SlotLock.TryTake(ref slot.Sequence, seen);
            if (isTaken)
            {
                outcome = Apply(ref slot, index, in value, priority, logRecord);
                SlotLock.Release(ref slot.Sequence, seen);
                _dirty.OnWritten();
            }

            PendingLogRecord.Return(logRecord);
            if (isTaken)
                return outcome;
        }

        return UpdateInTurn(in key, hash, arg, update, priority, waiter);
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
                if (!TryPrepareUpdate(in key, hash, in value, priority, waiter, out var logRecord, out var outcome))
                    return outcome;

                taken = SlotLock.Take(ref slot.Sequence);
                bool isMine = turn.IsUnderWay && slot.Header.IsReserved;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPrepareUpdate(
        in TKey key, ulong hash, in TValue value, FlushPriority priority, WriteWaiter? waiter, out PendingLogRecord? logRecord,
        out WriteOutcome refused)
    {
        (logRecord, refused) = (null, WriteOutcome.NotResident);
        return (!_recorder.IsOn && waiter is null)
            || TryPrepareRecord(in key, hash, in value, priority, waiter, out logRecord, out refused);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryPrepareRecord(
        in TKey key, ulong hash, in TValue value, FlushPriority priority, WriteWaiter? waiter, out PendingLogRecord? logRecord,
        out WriteOutcome refused)
    {
        var request = new WriteRequest<TKey, TValue>(key, hash, value, WriteKind.Upsert, priority);
        return _recorder.TryPrepare(in request, waiter, isReplay: false, out logRecord, out refused);
    }
}
