using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Time to live. An entry expires when it is clean and its time has passed: one that the store does not have yet is stored
// first. To a reader it is absent from then on. It leaves when somebody asks to load it, or when the sweep comes by; a
// write makes it a live entry again, in its place.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    // Parts of the table that a sweep takes one at a time.
    private const int SweepParts = 16;

    // When the entry of each slot expires. Apart from the slots, where few caches have a use for it; changed and read
    // under a slot's sequence like what is in it.
    private readonly uint[] _deadlines = [];
    private int _sweepAt;
    private long _expirations;

    /// <summary>Clean live entries dropped because their time had passed.</summary>
    public long Expirations => Volatile.Read(ref _expirations);

    /// <summary>Drops the entries of a part of the table that have expired.</summary>
    public void SweepExpired()
    {
        lock (_lock)
        {
            for (int left = _table.Length / SweepParts + 1; left > 0; left--)
            {
                TryDropExpired(_sweepAt);
                _sweepAt = _sweepAt + 1 == _table.Length ? 0 : _sweepAt + 1;
            }
        }
    }

    /// <summary>Whether what was read from a slot has expired.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsExpired(ref readonly Slot<TKey, TValue> slot, int index) =>
        TTraits.Expires && _context.Expiry is { } expiry && !slot.IsPinned && expiry.IsPast(_deadlines[index]);

    /// <summary>Gives a locked slot that was written its time anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew(int index)
    {
        if (TTraits.Expires && _context.Expiry is { } expiry)
            _deadlines[index] = expiry.Deadline;
    }

    /// <summary>Drops an entry that has expired, so that it can be loaded. Needs the shard's lock.</summary>
    private void DropExpired(in TKey key, ulong hash)
    {
        if (TTraits.Expires && !Unsafe.IsNullRef(ref _table.Find(in key, hash, out int index, out _)))
            TryDropExpired(index);
    }

    private void TryDropExpired(int index)
    {
        ref var slot = ref _table[index];
        if ((slot.Flags & SlotFlags.Occupied) == 0 || !IsExpired(ref slot, index))
            return;
        uint taken = SlotLock.Take(ref slot.Sequence);
        if ((slot.Flags & SlotFlags.Live) != 0 && IsExpired(ref slot, index))
        {
            FreeSlot(ref slot, index);
            _context.Room.Return();
            Volatile.Write(ref _expirations, _expirations + 1);
        }

        SlotLock.Release(ref slot.Sequence, taken);
    }
}
