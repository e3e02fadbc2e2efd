using System.Runtime.CompilerServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The slots, and the directory that finds them by key. An entry stays in its slot as long as it lives. A free slot either was never
// used, or is in a list that runs through the free slots. The slot freed last is reused first, since it is still in the processor's
// caches.
//
// Every operation but a look-up needs the shard's lock.

/// <summary>A fixed number of slots, found by key.</summary>
/// <param name="slots">The slots.</param>
/// <param name="directory">The directory of as many slots.</param>
internal sealed class SlotTable<TKey, TValue, TTraits>(SlotArray<TKey, TValue> slots, SlotDirectory directory)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // The index plus one, so that 0 ends the list.
    private int _firstFreed;
    private int _used;

    public SlotArray<TKey, TValue> Slots => slots;

    public SlotDirectory Directory => directory;

    /// <summary>The number of slots.</summary>
    public int Length => (int)slots.Length;

    /// <summary>Whether a slot is free.</summary>
    public bool HasFree => _firstFreed != 0 || _used < Length;

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => (long)Length * SlotArray<TKey, TValue>.Stride + directory.Bytes;

    public ref Slot<TKey, TValue> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref slots[(nuint)(uint)index];
    }

    /// <summary>
    /// Looks a key up. The caller must check <see cref="SlotLock"/> against <paramref name="sequence"/> before it uses what it
    /// finds: until then another key may have come into the slot.
    /// </summary>
    /// <returns>The key's slot, of a live entry or a tombstone; otherwise the null reference.</returns>
    public ref Slot<TKey, TValue> Find(in TKey key, ulong hash, out int index, out uint sequence)
    {
        var lookUp = directory.Begin(hash);
        while (directory.TryNext(ref lookUp, hash, out index))
        {
            ref var slot = ref this[index];
            sequence = SlotLock.ReadStable(ref slot.Sequence);
            if (TTraits.KeysEqual(in slot.Key, in key) && slot.Header.IsOccupied)
                return ref slot;
        }

        sequence = 0;
        return ref Unsafe.NullRef<Slot<TKey, TValue>>();
    }

    /// <summary>Takes a free slot, not visible to look-ups yet. There must be one: <see cref="HasFree"/>.</summary>
    public int Reserve()
    {
        if (_firstFreed == 0)
            return _used++;
        int index = _firstFreed - 1;
        ref var slot = ref this[index];
        _firstFreed = (int)slot.Logged;
        slot.Logged = 0;
        return index;
    }

    /// <summary>Makes a reserved and filled slot visible to look-ups.</summary>
    public void Publish(int index, ulong hash) => directory.Publish(index, hash);

    /// <summary>Hides a published slot from look-ups and frees it.</summary>
    public void Remove(int index, ulong hash)
    {
        directory.Remove(index, hash);
        Free(index);
    }

    /// <summary>Frees a reserved slot that was not published.</summary>
    public void Free(int index)
    {
        this[index].Logged = _firstFreed;
        _firstFreed = index + 1;
    }
}
