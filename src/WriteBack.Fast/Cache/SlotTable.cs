using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WriteBack.Fast;

// An open-addressing hash table after F14 (Bronson and Shi, "Open-sourcing F14 for memory-efficient hash tables", 2019).
// Its directory is groups of 16 bytes, compared at once:
//
//   byte   0 … 14                              15
//          one tag per slot, 0 where free      how many entries probed past this group
//
// An entry lies in the first group from its home on, in order, that had room when it came, and never moves. A look-up
// ends at the first group that nobody probed past. Removing an entry lowers the counters on its path, so there are no
// tombstone tags and there is no rehash. A counter that reaches 255 stays there: look-ups then go on, and stay right.
//
// Place, Publish, Unplace and Remove need the shard's lock. Find needs none: it may miss an entry that is being
// inserted or removed meanwhile, as if it had come a moment earlier or later, and never one that is there throughout,
// because counters rise before the tag is published and the tag is cleared before they fall.

/// <summary>A fixed number of slots, found by key.</summary>
internal readonly struct SlotTable<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private const int GroupBytes = 16;
    private const int GroupSlots = 15;
    private const uint GroupMask = (1u << GroupSlots) - 1;
    private const byte CounterLimit = byte.MaxValue;

    private readonly AlignedMemory _tags;
    private readonly SlotArray<TKey, TValue> _slots;
    private readonly int _groups;

    /// <summary>Makes a table.</summary>
    /// <param name="minimumSlots">At least so many slots; rounded up to whole groups.</param>
    public SlotTable(int minimumSlots)
    {
        _groups = (minimumSlots + GroupSlots - 1) / GroupSlots;
        _tags = new AlignedMemory(checked(_groups * GroupBytes));
        _slots = new SlotArray<TKey, TValue>(Length);
    }

    /// <summary>How many slots there are.</summary>
    public int Length => _groups * GroupSlots;

    /// <summary>Memory in use.</summary>
    public long Bytes => (long)_groups * (GroupBytes + GroupSlots * SlotArray<TKey, TValue>.Stride);

    public ref Slot<TKey, TValue> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[index];
    }

    /// <summary>
    /// Looks for a key. The caller must check <see cref="SlotLock"/> against <paramref name="sequence"/> before it
    /// believes what it found: until then another key may have come into the slot.
    /// </summary>
    /// <returns>Its slot, a tombstone's too, or the null reference.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot<TKey, TValue> Find(in TKey key, ulong hash, out int index, out uint sequence)
    {
        var tag = Vector128.Create(TagOf(hash));
        int home = HomeOf(hash);
        int group = home;
        do
        {
            var tags = Vector128.LoadUnsafe(ref _tags.At((nint)group * GroupBytes));
            uint candidates = Vector128.Equals(tags, tag).ExtractMostSignificantBits() & GroupMask;
            while (candidates != 0)
            {
                index = group * GroupSlots + BitOperations.TrailingZeroCount(candidates);
                ref var slot = ref _slots[index];
                sequence = SlotLock.ReadStable(ref slot.Sequence);
                if (TTraits.KeysEqual(in slot.Key, in key) && (slot.Flags & SlotFlags.Occupied) != 0)
                    return ref slot;
                candidates &= candidates - 1;
            }

            if (tags.GetElement(GroupSlots) == 0)
                break;
            group = Next(group);
        }
        while (group != home);

        index = -1;
        sequence = 0;
        return ref Unsafe.NullRef<Slot<TKey, TValue>>();
    }

    /// <summary>Reserves a free slot, which there must be, without showing it to look-ups yet.</summary>
    public int Place(ulong hash)
    {
        int group = HomeOf(hash);
        while (true)
        {
            var tags = Vector128.LoadUnsafe(ref _tags.At((nint)group * GroupBytes));
            uint free = Vector128.Equals(tags, Vector128<byte>.Zero).ExtractMostSignificantBits() & GroupMask;
            if (free != 0)
                return group * GroupSlots + BitOperations.TrailingZeroCount(free);
            RaiseCounter(group);
            group = Next(group);
        }
    }

    /// <summary>Shows a placed slot, by now filled, to look-ups.</summary>
    public void Publish(int index, ulong hash) =>
        // Release: whoever sees the tag sees the raised counters and, in any case, the slot's own sequence.
        Volatile.Write(ref TagAt(index), TagOf(hash));

    /// <summary>Takes a placed slot back that was not published.</summary>
    public void Unplace(int index, ulong hash) => LowerCounters(index, hash);

    /// <summary>Hides a published slot from look-ups and frees it.</summary>
    public void Remove(int index, ulong hash)
    {
        // The tag goes first: a look-up that still sees the tag also sees the counters that lead to it.
        Volatile.Write(ref TagAt(index), 0);
        LowerCounters(index, hash);
    }

    private static byte TagOf(ulong hash)
    {
        byte tag = (byte)hash;
        return tag == 0 ? (byte)1 : tag;
    }

    // Multiply-shift instead of a modulo, from other bits than the tag's and the shard's.
    private int HomeOf(ulong hash) => (int)((uint)(hash >> 8) * (ulong)(uint)_groups >> 32);

    private int Next(int group) => group + 1 == _groups ? 0 : group + 1;

    private ref byte TagAt(int index) => ref _tags.At((nint)(index / GroupSlots * GroupBytes + index % GroupSlots));

    private ref byte CounterAt(int group) => ref _tags.At((nint)group * GroupBytes + GroupSlots);

    // Release, here and below: ordered before the tag that Publish writes, and after the tag that Remove clears.
    private void RaiseCounter(int group)
    {
        ref byte counter = ref CounterAt(group);
        if (counter < CounterLimit)
            Volatile.Write(ref counter, (byte)(counter + 1));
    }

    private void LowerCounters(int index, ulong hash)
    {
        int end = index / GroupSlots;
        for (int group = HomeOf(hash); group != end; group = Next(group))
        {
            ref byte counter = ref CounterAt(group);
            if (counter < CounterLimit)
                Volatile.Write(ref counter, (byte)(counter - 1));
        }
    }
}
