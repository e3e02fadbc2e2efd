using System.Numerics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// A part of the cache with its own table, rings and lock; a key's hash decides which. This file is what callers do to
// resident entries; beside it, Shard.Structure.cs lets entries come and go, Shard.Expiry.cs ends their time, Shard.Flush.cs
// brings them to the store and Shard.Loads.cs gets them from there.
//
// Reads take no lock. Writes to a resident entry take its slot's lock. Only what changes the table's structure (insert,
// evict, remove) takes the shard's lock as well. Lock order: shard, slot, dirty limit.

/// <summary>A part of the cache's entries.</summary>
internal sealed partial class Shard<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private readonly ShardContext _context;
    private readonly EntryLog<TKey, TValue>? _log;
    private readonly SlotTable<TKey, TValue, TTraits> _table;
    private readonly nuint _firstPosition;
    private readonly DirtyRing[] _rings;
    private readonly long _backlogMask;

    // Counts that nobody synchronises on: exact at rest, read as they are meanwhile.
    private int _live;
    private int _redirtied;

    /// <summary>Makes a shard.</summary>
    /// <param name="context">What it shares with the others.</param>
    /// <param name="entries">Its even part of the capacity.</param>
    /// <param name="slots">Its slots, for more entries than that.</param>
    /// <param name="directory">Its directory, for as many slots.</param>
    /// <param name="allowance">Its even part of the dirty limit.</param>
    /// <param name="backlog">How many dirty entries are its even part of a batch.</param>
    /// <param name="log">Where its writes are logged, or null.</param>
    public Shard(
        ShardContext context, int entries, SlotArray<TKey, TValue> slots, SlotDirectory directory, long allowance, int backlog, EntryLog<TKey, TValue>? log)
    {
        _context = context;
        _log = log;
        _table = new SlotTable<TKey, TValue, TTraits>(slots, directory);
        _firstPosition = directory.FirstPosition;
        _eviction = new EvictionPolicy<TKey, TValue, TTraits>(_table, entries);
        if (context.Expiry is not null)
            _deadlines = new uint[_table.Length];
        _rings = [new DirtyRing(_table.Length), new DirtyRing(_table.Length), new DirtyRing(_table.Length)];
        _backlogMask = (long)BitOperations.RoundUpToPowerOf2((uint)backlog + 1) / 2 - 1;
        Quota = new DirtyQuota(_rings, allowance);
    }

    /// <summary>Live entries.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>Entries that are in flight and dirty again.</summary>
    public int Redirtied => Volatile.Read(ref _redirtied);

    public DirtyQuota Quota { get; }

    /// <summary>The index here of a slot that is given by its position among those of all shards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(nuint position) => (int)(position - _firstPosition);

    /// <summary>Memory in use.</summary>
    public long Bytes => _table.Bytes + _eviction.Bytes + _deadlines.Length * (long)sizeof(uint) + _rings.Sum(static ring => ring.Bytes);

    /// <summary>Reads an entry.</summary>
    public Presence Read(in TKey key, ulong hash, out TValue value)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
            {
                value = default!;
                return Presence.Absent;
            }

            value = slot.Value;
            bool isRemoved = (slot.Flags & SlotFlags.Tombstone) != 0;
            bool isExpired = IsExpired(ref slot, index);
            if (!SlotLock.IsUnchanged(ref slot.Sequence, seen))
                continue;
            if (isRemoved)
                return Presence.Removed;
            if (isExpired)
            {
                value = default!;
                return Presence.Absent;
            }

            slot.Touch();
            return Presence.Live;
        }
    }

    /// <summary>Whether there is a live entry.</summary>
    public bool Contains(in TKey key, ulong hash)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
                return false;
            bool isLive = (slot.Flags & SlotFlags.Tombstone) == 0 && !IsExpired(ref slot, index);
            if (SlotLock.IsUnchanged(ref slot.Sequence, seen))
                return isLive;
        }
    }

    /// <summary>Writes an entry, or its remove.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="value">The value; the default for a remove.</param>
    /// <param name="kind">Which of the two it is.</param>
    /// <param name="priority">How soon it is to be stored.</param>
    /// <param name="logRecord">What else goes with it, or null.</param>
    public WriteOutcome Write(
        in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority, PendingLogRecord? logRecord)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
            {
                if (TryInsert(in key, hash, in value, kind, priority, logRecord, out var inserted))
                    return inserted;
                continue;
            }

            if (!SlotLock.TryTake(ref slot.Sequence, seen))
                continue;
            var outcome = Overwrite(ref slot, index, in value, kind, priority, logRecord);
            SlotLock.Release(ref slot.Sequence, seen);
            return outcome;
        }
    }

    /// <summary>Changes a live entry.</summary>
    public WriteOutcome Update<TArg>(
        in TKey key, ulong hash, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority, WriteWaiter? waiter)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
                return WriteOutcome.NotResident;
            var value = slot.Value;
            bool isGone = (slot.Flags & SlotFlags.Tombstone) != 0 || IsExpired(ref slot, index);
            if (!SlotLock.IsUnchanged(ref slot.Sequence, seen))
                continue;
            if (isGone)
                return WriteOutcome.NotResident;

            // User code, so outside the lock. If the slot has changed when it returns, taking the lock fails.
            update(ref value, arg);
            PendingLogRecord? logRecord = null;
            if ((_log is not null || waiter is not null)
                && !TryPrepareRecord(in key, in value, WriteKind.Upsert, waiter, isReplay: false, out logRecord, out var refused))
                return refused;
            bool isTaken = SlotLock.TryTake(ref slot.Sequence, seen);
            var outcome = WriteOutcome.NotResident;
            if (isTaken)
            {
                outcome = MarkDirty(ref slot, index, priority, logRecord);
                if (outcome.IsAccepted)
                {
                    slot.Value = value;
                    Renew(index);
                    slot.Touch();
                }

                SlotLock.Release(ref slot.Sequence, seen);
            }

            PendingLogRecord.Return(logRecord);
            if (isTaken)
                return outcome;
        }
    }

    /// <summary>Reads the slot at a position for an enumeration of all.</summary>
    /// <returns>Whether there is a live entry.</returns>
    public bool TryReadAt(int index, out TKey key, out TValue value)
    {
        ref var slot = ref _table[index];
        while (true)
        {
            uint seen = SlotLock.ReadStable(ref slot.Sequence);
            var flags = slot.Flags;
            key = slot.Key;
            value = slot.Value;
            bool isExpired = IsExpired(ref slot, index);
            if (SlotLock.IsUnchanged(ref slot.Sequence, seen))
                return !isExpired && (flags & SlotFlags.Live) != 0;
        }
    }

    /// <summary>How many positions <see cref="TryReadAt"/> takes.</summary>
    public int Positions => _table.Length;

    /// <summary>Returns once every writer that came before the close has left.</summary>
    public void AwaitWriters()
    {
        lock (_lock)
        {
            for (int index = 0; index < _table.Length; index++)
                SlotLock.ReadStable(ref _table[index].Sequence);
        }
    }

    /// <summary>Writes to a locked slot, if it may be dirty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WriteOutcome Overwrite(
        ref Slot<TKey, TValue> slot, int index, in TValue value, WriteKind kind, FlushPriority priority, PendingLogRecord? logRecord)
    {
        var outcome = MarkDirty(ref slot, index, priority, logRecord);
        if (outcome.IsAccepted)
        {
            WordCopy.Assign(ref slot.Value, in value);
            SetKind(ref slot, kind);
            Renew(index);
            slot.Touch();
        }

        return outcome;
    }

    /// <summary>Makes a locked slot dirty, if it may be.</summary>
    private WriteOutcome MarkDirty(ref Slot<TKey, TValue> slot, int index, FlushPriority priority, PendingLogRecord? logRecord)
    {
        if (_context.IsClosed)
            return WriteOutcome.Closed;

        var outcome = WriteOutcome.Accepted;
        if ((slot.Flags & SlotFlags.Dirty) != 0)
        {
            outcome = WriteOutcome.Coalesced;
            if (priority < slot.Priority)
            {
                slot.Priority = priority;
                if ((slot.Flags & SlotFlags.InFlight) == 0)
                    Enqueue(ref slot, index);
            }
        }
        else if ((slot.Flags & SlotFlags.InFlight) != 0)
        {
            Interlocked.Increment(ref _redirtied);
            slot.Priority = priority;
        }
        else
        {
            outcome = Pin(ref slot, index, priority);
            if (outcome == WriteOutcome.DirtyLimit)
                return outcome;
            slot.Priority = priority;
        }

        slot.Flags |= SlotFlags.Dirty;
        slot.Attempts = 0;
        if (logRecord is not null)
            Attach(ref slot, index, logRecord);
        return outcome;
    }

    /// <summary>Gives a clean slot a place in a ring, within the limit of dirty entries.</summary>
    private WriteOutcome Pin(ref Slot<TKey, TValue> slot, int index, FlushPriority priority)
    {
        var queued = priority.QueuedFlag;
        if ((slot.Flags & queued) == 0)
        {
            slot.Flags |= queued;
            long claimed = _rings[priority.Lane].Add(index);
            if ((claimed & _backlogMask) == 0)
                _context.SignalBacklog();
        }
        else
        {
            // A place from before serves, so the claim is not seen in the ring.
            Quota.ClaimUnseen();
        }

        return Classify(Quota.Use);
    }

    /// <summary>What becomes of a write that has just claimed its place.</summary>
    private WriteOutcome Classify(QuotaUse use)
    {
        if (use == QuotaUse.Over && !_context.DirtyQuotas.TryCover(Quota))
            return WriteOutcome.DirtyLimit;
        return use != QuotaUse.Free && _context.PacesWriters ? WriteOutcome.Throttled : WriteOutcome.Accepted;
    }

    /// <summary>Gives a slot that is pinned already a place in the ring of its priority, unless it has one.</summary>
    /// <returns>The ring's position that the place is before.</returns>
    private long Enqueue(ref Slot<TKey, TValue> slot, int index)
    {
        var ring = _rings[slot.Priority.Lane];
        if ((slot.Flags & slot.Priority.QueuedFlag) != 0)
            return ring.Tail;
        slot.Flags |= slot.Priority.QueuedFlag;
        long position = ring.Add(index);
        Quota.Release(1);
        return position;
    }

    private void SetKind(ref Slot<TKey, TValue> slot, WriteKind kind)
    {
        bool wasTombstone = (slot.Flags & SlotFlags.Tombstone) != 0;
        if (wasTombstone == (kind == WriteKind.Delete))
            return;
        slot.Flags ^= SlotFlags.Occupied;
        Interlocked.Add(ref _live, wasTombstone ? 1 : -1);
    }
}
