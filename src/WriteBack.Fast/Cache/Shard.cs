using System.Runtime.CompilerServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// A part of the cache with its own table, rings and lock; a key's hash selects the shard. This class is what callers do to resident
// entries. ResidentEntries inserts and drops entries, ShardFlush drains and settles them, SingleFlight loads them, and DirtyQueue
// holds the dirty ones.
//
// Reads take no lock. Writes to a resident entry take its slot's lock. Changes of the table's structure (insert, evict, drop) also
// take the shard's lock. Lock order: shard, slot, then quota pool or turns.

/// <summary>A part of the cache's entries. Thread-safe.</summary>
internal sealed partial class Shard<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private readonly CloseFlag _closing;
    private readonly SlotTable<TKey, TValue, TTraits> _table;
    private readonly nuint _firstPosition;
    private readonly DirtyQueue _dirty;
    private readonly EntryExpiration _expiration;
    private readonly WriteRecorder<TKey, TValue> _recorder;
    private readonly SlotWriter<TKey, TValue, TTraits> _writer;
    private readonly UpdateTurns _turns;

    /// <summary>Makes a shard.</summary>
    /// <param name="context">The objects that the shards share.</param>
    /// <param name="slots">The shard's slots, for more entries than its even part of the capacity.</param>
    /// <param name="directory">The shard's directory, for as many slots.</param>
    /// <param name="share">The shard's even part of the cache's limits.</param>
    /// <param name="recorder">The recorder of writes in the log.</param>
    public Shard(
        ShardContext context, SlotArray<TKey, TValue> slots, SlotDirectory directory, ShardShare share, WriteRecorder<TKey, TValue> recorder)
    {
        _closing = context.Closing;
        _recorder = recorder;
        _table = new SlotTable<TKey, TValue, TTraits>(slots, directory);
        _firstPosition = directory.FirstPosition;
        _dirty = new DirtyQueue(_table.Length, share.DirtyEntries, share.BatchEntries, context.Quotas, context.Clock);
        _expiration = new EntryExpiration(context.Expiry, _table.Length);
        _writer = new SlotWriter<TKey, TValue, TTraits>(_closing, _dirty, _expiration, recorder);
        _turns = new UpdateTurns(_closing);
        Entries = new ResidentEntries<TKey, TValue, TTraits>(context, _table, share.Entries, _expiration, _writer);
        Loads = new SingleFlight<TKey, TValue, TTraits>(this, Entries);
    }

    /// <summary>Inserts and drops entries.</summary>
    public ResidentEntries<TKey, TValue, TTraits> Entries { get; }

    /// <summary>Loads entries from the store.</summary>
    public SingleFlight<TKey, TValue, TTraits> Loads { get; }

    /// <summary>Holds the dirty entries.</summary>
    public DirtyQueue Dirty => _dirty;

    /// <summary>The number of live entries.</summary>
    public int Live => _writer.Live;

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _table.Bytes + Entries.Bytes + _expiration.Bytes + _dirty.Bytes;

    /// <summary>The number of slots, for <see cref="TryReadAt"/>.</summary>
    public int Positions => _table.Length;

    /// <summary>The index in this shard of a slot given by its position among those of all shards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(nuint position) => (int)(position - _firstPosition);

    /// <summary>Makes the shard's side of the flush pipeline.</summary>
    /// <param name="number">The shard's number.</param>
    /// <param name="sink">The dead letters.</param>
    public ShardFlush<TKey, TValue, TTraits> FlushInto(int number, DeadLetterSink<TKey, TValue> sink) =>
        new(number, _table, Entries, _dirty, _recorder, sink);

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
            bool isRemoved = slot.Header.IsTombstone;
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

    /// <summary>Whether a key has a live entry.</summary>
    public bool Contains(in TKey key, ulong hash)
    {
        while (true)
        {
            ref var slot = ref _table.Find(in key, hash, out int index, out uint seen);
            if (Unsafe.IsNullRef(ref slot))
                return false;
            bool isLive = !slot.Header.IsTombstone && !IsExpired(ref slot, index);
            if (SlotLock.IsUnchanged(ref slot.Sequence, seen))
                return isLive;
        }
    }

    /// <summary>Reads the slot at an index, for an enumeration of all entries.</summary>
    /// <returns>Whether the slot has a live entry.</returns>
    public bool TryReadAt(int index, out TKey key, out TValue value)
    {
        ref var slot = ref _table[index];
        while (true)
        {
            uint seen = SlotLock.ReadStable(ref slot.Sequence);
            bool isLive = slot.Header.IsLive;
            key = slot.Key;
            value = slot.Value;
            bool isExpired = IsExpired(ref slot, index);
            if (SlotLock.IsUnchanged(ref slot.Sequence, seen))
                return isLive && !isExpired;
        }
    }

    /// <summary>Waits until every writer that began before the close has left its slot.</summary>
    public void AwaitWriters()
    {
        lock (Entries.Lock)
        {
            for (int index = 0; index < _table.Length; index++)
                SlotLock.ReadStable(ref _table[index].Sequence);
        }
    }

    /// <summary>Whether the entry read from a slot has expired.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsExpired(ref readonly Slot<TKey, TValue> slot, int index) =>
        TTraits.Expires && _expiration.HasExpired(in slot.Header, index);

    /// <summary>Starts the time to live of a locked slot again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew(int index) => _writer.Renew(index);
}

/// <summary>A shard's even part of the cache's limits.</summary>
/// <param name="Entries">The part of the capacity.</param>
/// <param name="DirtyEntries">The part of the limit of dirty entries.</param>
/// <param name="BatchEntries">The part of a batch.</param>
internal readonly record struct ShardShare(int Entries, long DirtyEntries, int BatchEntries);
