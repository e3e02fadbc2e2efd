using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// What the log needs of a shard. The record of a write is serialised before the slot's lock is taken, since that runs
// code of the user, and appended under it, so the log has the writes of a key in the order in which they were applied.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    /// <summary>Makes the logRecord for a write that needs one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; the default for a remove.</param>
    /// <param name="kind">Which of the two it is.</param>
    /// <param name="waiter">Who waits for it, or null.</param>
    /// <param name="isReplay">Whether it is a dead letter already.</param>
    /// <param name="logRecord">The logRecord, to be returned after the write. Null when it needs none.</param>
    /// <param name="refused">What becomes of the write otherwise.</param>
    /// <returns><see langword="false"/> when the write is not to be tried.</returns>
    public bool TryPrepareRecord(
        in TKey key, in TValue value, WriteKind kind, WriteWaiter? waiter, bool isReplay, out PendingLogRecord? logRecord,
        out WriteOutcome refused)
    {
        (logRecord, refused) = (null, default);
        if (_log is null && waiter is null)
            return true;
        if (_log is { Log.IsRefusing: true })
        {
            refused = _context.IsClosed ? WriteOutcome.Closed : WriteOutcome.LogFull;
            return false;
        }

        logRecord = PendingLogRecord.Rent(waiter);
        if (_log is null || _log.TryPrepare(logRecord, in key, in value, kind, out var reason))
            return true;
        PendingLogRecord.Return(logRecord);
        logRecord = null;
        refused = _context.IsClosed ? WriteOutcome.Closed : isReplay ? WriteOutcome.Settled : WriteOutcome.DeadLettered;
        if (refused == WriteOutcome.DeadLettered)
            _log.Bury(in key, in value, kind, waiter, reason!);
        return false;
    }

    /// <summary>Writes an entry, or its remove, and its record if there is a log.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="value">The value; the default for a remove.</param>
    /// <param name="kind">Which of the two it is.</param>
    /// <param name="priority">How soon it is to be stored.</param>
    /// <param name="waiter">Who waits for it, or null.</param>
    public WriteOutcome WriteLogged(
        in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority, WriteWaiter? waiter)
    {
        if (!TryPrepareRecord(in key, in value, kind, waiter, isReplay: false, out var logRecord, out var outcome))
            return outcome;
        outcome = Write(in key, hash, in value, kind, priority, logRecord);
        PendingLogRecord.Return(logRecord);
        return outcome;
    }

    /// <summary>Applies a write that the log has from an earlier run. Writes of a key must come in their order.</summary>
    public WriteOutcome Recover(in TKey key, ulong hash, in TValue value, WriteKind kind, long sequence)
    {
        var logRecord = PendingLogRecord.Rent(waiter: null);
        logRecord.Recovered = sequence;
        var outcome = Write(in key, hash, in value, kind, FlushPriority.Normal, logRecord);
        PendingLogRecord.Return(logRecord);
        return outcome;
    }

    /// <summary>The lowest sequence in the log that a dirty entry, or one in flight, still needs.</summary>
    /// <param name="below">Counts those below a sequence.</param>
    /// <param name="count">How many there are of these.</param>
    /// <returns><see cref="long.MaxValue"/> when there is none.</returns>
    public long OldestLogged(long below, ref long count)
    {
        long oldest = long.MaxValue;
        for (int index = 0; index < _table.Length; index++)
        {
            ref var slot = ref _table[index];
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

    /// <summary>Appends again what only a record below some sequence holds.</summary>
    public void LogAgain(long below)
    {
        for (int index = 0; index < _table.Length; index++)
        {
            ref var slot = ref _table[index];
            uint seen = SlotLock.ReadStable(ref slot.Sequence);
            if (!slot.IsPinned || slot.Logged >= below)
                continue;
            var (key, value, flags) = (slot.Key, slot.Value, slot.Flags);
            if (!SlotLock.IsUnchanged(ref slot.Sequence, seen))
                continue;
            var kind = (flags & SlotFlags.Tombstone) != 0 ? WriteKind.Delete : WriteKind.Upsert;
            var logRecord = PendingLogRecord.Rent(waiter: null);

            // If the slot has changed by then it has a newer record, or needs none.
            if (_log!.TryPrepare(logRecord, in key, in value, kind, out _) && SlotLock.TryTake(ref slot.Sequence, seen))
            {
                slot.Logged = logRecord.Append(_log.Log);
                SlotLock.Release(ref slot.Sequence, seen);
            }

            PendingLogRecord.Return(logRecord);
        }
    }

    /// <summary>Writes that the store does not have, and that the log has up to a sequence.</summary>
    public long CountLogged(long upTo)
    {
        long count = 0;
        for (int index = 0; index < _table.Length; index++)
        {
            ref var slot = ref _table[index];
            if (slot.IsPinned && slot.Logged <= upTo)
                count += (slot.Flags & (SlotFlags.Dirty | SlotFlags.InFlight)) == (SlotFlags.Dirty | SlotFlags.InFlight) ? 2 : 1;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Attach(ref Slot<TKey, TValue> slot, int index, PendingLogRecord logRecord)
    {
        if (_log is not null)
            slot.Logged = logRecord.Append(_log.Log);
        if (logRecord.Waiter is StoredWaiter waiter)
        {
            slot.Flags |= SlotFlags.Awaited;
            _waiters.Add(index, waiter);
        }
    }
}
