using System.Runtime.CompilerServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Inserts and drops the entries of one shard, under the shard's lock, which is taken before a slot's. Thread-safe.</summary>
/// <param name="context">The objects that the shards share.</param>
/// <param name="table">The shard's slots.</param>
/// <param name="entries">The shard's even part of the capacity.</param>
/// <param name="expiration">The deadlines of the shard's entries.</param>
/// <param name="writer">The writer of locked slots.</param>
internal sealed class ResidentEntries<TKey, TValue, TTraits>(
    ShardContext context, SlotTable<TKey, TValue, TTraits> table, int entries, EntryExpiration expiration,
    SlotWriter<TKey, TValue, TTraits> writer)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // The parts into which the sweeps divide the table; each sweep takes one.
    private const int SweepParts = 16;

    private readonly EvictionPolicy<TKey, TValue, TTraits> _eviction = new(table, entries);
    private int _sweepAt;
    // Counts change under the shard's lock. The volatile writes pair with the volatile reads, which may be out of date.
    private long _evictions;
    private long _expirations;

    /// <summary>The shard's lock.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The loads under way. Guarded by the shard's lock.</summary>
    public PendingLoads<TKey, TValue> Loads { get; } = new(TraitsComparer<TKey, TTraits>.Instance);

    /// <summary>The number of clean live entries evicted to make room.</summary>
    public long Evictions => Volatile.Read(ref _evictions);

    /// <summary>The number of clean live entries dropped because they had expired.</summary>
    public long Expirations => Volatile.Read(ref _expirations);

    /// <summary>Memory in use by the eviction policy, in bytes.</summary>
    public long Bytes => _eviction.Bytes;

    /// <summary>Whether the entry read from a slot has expired.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasExpired(ref readonly Slot<TKey, TValue> slot, int index) =>
        TTraits.Expires && expiration.HasExpired(in slot.Header, index);

    /// <summary>Evicts one clean entry, so that another shard may insert one.</summary>
    /// <param name="isThorough">Whether to look at every entry if need be, instead of a few.</param>
    public bool TryEvict(bool isThorough)
    {
        lock (Lock)
        {
            if (!TryEvictLocked(isThorough))
                return false;
            context.Capacity.Return();
            return true;
        }
    }

    /// <summary>Inserts an entry or a tombstone for a key that is not resident.</summary>
    /// <returns><see langword="false"/> when the key is resident: nothing was done.</returns>
    public bool TryInsert(in WriteRequest<TKey, TValue> request, PendingLogRecord? logRecord, out WriteOutcome outcome)
    {
        lock (Lock)
        {
            if (!Unsafe.IsNullRef(ref table.Find(in request.Key, request.Hash, out _, out _)))
            {
                outcome = default;
                return false;
            }

            if (!TryMakeRoom(request.Hash))
            {
                outcome = context.Closing.IsClosed ? WriteOutcome.Closed
                    : table.HasFree ? WriteOutcome.CacheFull : WriteOutcome.ShardFull;
                return true;
            }

            int index = table.Reserve();
            ref var slot = ref table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);
            outcome = writer.MarkDirty(ref slot, index, request.Priority, logRecord);
            if (outcome.IsAccepted)
            {
                writer.Fill(ref slot, index, in request.Key, in request.Value);
                writer.ChangeKind(ref slot, request.Kind);
            }

            SlotLock.Release(ref slot.Sequence, taken);
            if (outcome.IsAccepted)
            {
                Show(index, request.Hash);
                Loads.Outdate(in request.Key);
            }
            else
            {
                table.Free(index);
                context.Capacity.Return();
            }

            return true;
        }
    }

    /// <summary>Inserts a clean entry with the store's value, if there is room. Needs the shard's lock.</summary>
    public void InsertClean(in TKey key, ulong hash, in TValue value)
    {
        if (context.Closing.IsClosed || !TryMakeRoom(hash))
            return;
        int index = table.Reserve();
        ref var slot = ref table[index];
        uint taken = SlotLock.Take(ref slot.Sequence);
        writer.Fill(ref slot, index, in key, in value);
        SlotLock.Release(ref slot.Sequence, taken);
        Show(index, hash);
    }

    /// <summary>Frees a locked slot and its entry's part of the capacity. Needs the shard's lock.</summary>
    public void Drop(ref Slot<TKey, TValue> slot, int index)
    {
        FreeSlot(ref slot, index);
        context.Capacity.Return();
    }

    /// <summary>Drops the tombstone in a slot if it is clean.</summary>
    public void DropCleanTombstone(int index)
    {
        lock (Lock)
        {
            ref var slot = ref table[index];
            uint taken = SlotLock.Take(ref slot.Sequence);

            // The slot may have been written, evicted or reused since. Any clean tombstone in it can be dropped.
            if (slot.Header.IsTombstone && !slot.IsPinned)
                Drop(ref slot, index);
            SlotLock.Release(ref slot.Sequence, taken);
        }
    }

    /// <summary>Drops the entry of a key if it has expired, so that it can be loaded. Needs the shard's lock.</summary>
    public void DropExpired(in TKey key, ulong hash)
    {
        if (TTraits.Expires && !Unsafe.IsNullRef(ref table.Find(in key, hash, out int index, out _)))
            TryDropExpired(index);
    }

    /// <summary>Drops the expired entries in the next part of the table.</summary>
    public void SweepExpired()
    {
        if (!TTraits.Expires || !expiration.IsOn)
            return;
        lock (Lock)
        {
            for (int left = table.Length / SweepParts + 1; left > 0; left--)
            {
                TryDropExpired(_sweepAt);
                _sweepAt = _sweepAt + 1 == table.Length ? 0 : _sweepAt + 1;
            }
        }
    }

    private void TryDropExpired(int index)
    {
        ref var slot = ref table[index];
        if (!slot.Header.IsOccupied || !HasExpired(ref slot, index))
            return;
        uint taken = SlotLock.Take(ref slot.Sequence);
        if (slot.Header.IsLive && HasExpired(ref slot, index))
        {
            Drop(ref slot, index);
            Volatile.Write(ref _expirations, _expirations + 1);
        }

        SlotLock.Release(ref slot.Sequence, taken);
    }

    /// <summary>Takes capacity for one entry, or evicts a clean entry of this shard. Needs the shard's lock.</summary>
    private bool TryMakeRoom(ulong hash)
    {
        _eviction.OnMissed(hash);
        bool hasSlot = table.HasFree;
        if ((hasSlot && context.Capacity.TryTake()) || TryEvictLocked(isThorough: !hasSlot))
            return true;
        return false;
    }

    /// <summary>Evicts one clean entry; its part of the capacity goes to the caller. Needs the shard's lock.</summary>
    private bool TryEvictLocked(bool isThorough)
    {
        if (!_eviction.TryLockVictim(isThorough, out int index, out uint taken))
            return false;
        ref var slot = ref table[index];
        if (!slot.Header.IsTombstone)
            Volatile.Write(ref _evictions, _evictions + 1);
        FreeSlot(ref slot, index);
        SlotLock.Release(ref slot.Sequence, taken);
        return true;
    }

    /// <summary>Makes a filled slot visible to look-ups. Needs the shard's lock.</summary>
    private void Show(int index, ulong hash)
    {
        table.Publish(index, hash);
        _eviction.OnInserted(index);
    }

    /// <summary>Frees a locked slot; its entry's part of the capacity goes to the caller. Needs the shard's lock.</summary>
    private void FreeSlot(ref Slot<TKey, TValue> slot, int index)
    {
        table.Remove(index, TTraits.Hash(in slot.Key));
        writer.Clear(ref slot);
    }
}
