using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The short way of a write to a clean entry, which does what Write does, but in one method and with one store to the
// header. A processor overlaps the cache misses of writes that follow one another as long as its queues have room for
// both: how many stores a write takes decides whether it waits for its misses alone.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    /// <summary>Writes a live and clean entry that is where it is thought to lie, with nothing of it in a ring.</summary>
    /// <param name="position">The slot, among those of all shards; 0 for none.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="priority">How soon it is to be stored.</param>
    /// <param name="outcome">What became of the write.</param>
    /// <returns><see langword="false"/> when <see cref="Write"/> is to be asked.</returns>
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
        if (_context.IsClosed)
        {
            SlotLock.Release(ref slot.Sequence, seen.Sequence);
            return false;
        }

        long claimed = _rings[priority.Lane].Add(index);
        var use = Quota.Use;
        if (use == QuotaUse.Free)
        {
            WordCopy.Assign(ref slot.Value, in value);
            Renew(index);
            SlotHeader.LeaveDirty(ref slot.Header, seen, priority);
        }
        else
        {
            outcome = WriteThrottled(ref slot, index, seen, in value, priority, use);
        }

        if ((claimed & _backlogMask) == 0)
            _context.SignalBacklog();
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WriteOutcome WriteThrottled(
        ref Slot<TKey, TValue> slot, int index, SlotHeader.Seen seen, in TValue value, FlushPriority priority, QuotaUse use)
    {
        var outcome = Classify(use);
        if (outcome.IsAccepted)
        {
            slot.Value = value;
            Renew(index);
            SlotHeader.LeaveDirty(ref slot.Header, seen, priority);
        }
        else
        {
            // Its place in the ring stays, for the drainer to pass over.
            slot.Flags |= priority.QueuedFlag;
            SlotLock.Release(ref slot.Sequence, seen.Sequence);
        }

        return outcome;
    }
}
