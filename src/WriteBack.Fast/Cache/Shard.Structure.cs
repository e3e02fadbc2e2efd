using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// What makes entries come and go. Everything here holds the shard's lock, or asks for it to be held.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    private readonly Lock _lock = new();
    private readonly EvictionPolicy<TKey, TValue, TTraits> _eviction;
    private long _evictions;

    /// <summary>Clean live entries dropped to make room.</summary>
    public long Evictions => Volatile.Read(ref _evictions);

    /// <summary>Drops one clean entry, so that another shard has room.</summary>
    /// <param name="isThorough">Whether to look at every entry if need be, and not just at a few.</param>
    public bool TryEvict(bool isThorough)
    {
        lock (_lock)
        {
            if (!TryEvictLocked(isThorough))
                return false;
            _context.Room.Return();
            return true;
        }
    }

    /// <summary>Inserts an entry, or a remove, that is not resident.</summary>
    /// <returns><see langword="false"/> when it is resident after all.</returns>
    private bool TryInsert(
        in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority, PendingLogRecord? logRecord, out WriteOutcome outcome)
    {
        lock (_lock)
        {
            if (!Unsafe.IsNullRef(ref _table.Find(in key, hash, out _, out _)))
            {
                outcome = default;
                return false;
            }

            if (!TryMakeRoom(hash))
            {
                outcome = _context.IsClosed ? WriteOutcome.Closed : _table.HasFree ? WriteOutcome.CacheFull : WriteOutcome.ShardFull;
                return true;
            }

            int index = _table.Reserve();
            ref var slot = ref _table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            outcome = MarkDirty(ref slot, index, priority, logRecord);
            if (outcome.IsAccepted)
            {
                Fill(ref slot, index, in key, in value);
                SetKind(ref slot, kind);
            }

            SlotLock.Release(ref slot.Sequence, taken);
            if (outcome.IsAccepted)
            {
                _table.Publish(index, hash);
                _eviction.OnInserted(index);
                OutdateLoad(in key);
            }
            else
            {
                _table.Free(index);
                _context.Room.Return();
            }

            return true;
        }
    }

    /// <summary>Inserts an entry as the store has it, if there is room. Needs the shard's lock.</summary>
    private void InsertClean(in TKey key, ulong hash, in TValue value)
    {
        if (_context.IsClosed || !TryMakeRoom(hash))
            return;
        int index = _table.Reserve();
        ref var slot = ref _table[index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        Fill(ref slot, index, in key, in value);
        SlotLock.Release(ref slot.Sequence, taken);
        _table.Publish(index, hash);
        _eviction.OnInserted(index);
    }

    private void Fill(ref Slot<TKey, TValue> slot, int index, in TKey key, in TValue value)
    {
        slot.Key = key;
        slot.Value = value;
        slot.Frequency = 0;
        Renew(index);
        slot.Flags |= SlotFlags.Live;
        Interlocked.Increment(ref _live);
    }

    /// <summary>Takes room for one entry: from what the cache has left, else from a clean entry of this shard.</summary>
    private bool TryMakeRoom(ulong hash)
    {
        _eviction.OnMissed(hash);
        bool hasSlot = _table.HasFree;
        if ((hasSlot && _context.Room.TryTake()) || TryEvictLocked(isThorough: !hasSlot))
            return true;
        _context.SignalBacklog();
        return false;
    }

    /// <summary>Drops one clean entry. Its room is the caller's.</summary>
    private bool TryEvictLocked(bool isThorough)
    {
        if (!_eviction.TryLockVictim(isThorough, out int index, out uint taken))
            return false;
        ref var slot = ref _table[index];
        if ((slot.Flags & SlotFlags.Tombstone) == 0)
            Volatile.Write(ref _evictions, _evictions + 1);
        FreeSlot(ref slot, index);
        SlotLock.Release(ref slot.Sequence, taken);
        return true;
    }

    /// <summary>Frees a locked slot; only its places in the rings stay. Its room is the caller's. Needs the shard's lock.</summary>
    private void FreeSlot(ref Slot<TKey, TValue> slot, int index)
    {
        if ((slot.Flags & SlotFlags.Tombstone) == 0)
            Interlocked.Decrement(ref _live);
        _table.Remove(index, TTraits.Hash(in slot.Key));
        slot.Flags &= SlotFlags.Queued;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<Slot<TKey, TValue>>())
        {
            slot.Key = default;
            slot.Value = default!;
        }
    }
}
