using System.Numerics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// An open-addressing hash table after F14 (Bronson and Shi, "Open-sourcing F14 for memory-efficient hash tables", 2019),
// from hashes to the indexes of slots. A group (SlotGroups) is one cache line, whose places are compared at once.
//
// An entry's place is in the first group, from its home group on, that had a free place when the entry was published. A look-up
// ends at the first group that no entry probed past. Removing an entry lowers the counters on its path, so the directory has no
// tombstones and needs no rehash.
//
// The slots lie outside the directory, which keeps look-ups short. Entries that come and go leave holes anywhere; a table of slots
// filled to the last one would lead most look-ups past several groups. Here a seventh of the places is always free.
//
// Publish and Remove need the shard's lock. A look-up needs none. It may miss an entry that is being inserted or removed at the
// same time, as if the look-up had come a moment earlier or later. It never misses an entry that is there throughout: counters rise
// before the place is filled, and the place is emptied before they fall. It finds a candidate, which is always an existing slot.
// Another key may have the same tag, or the place may have another entry by now, so the caller checks the key.
//
// The directories of all shards lie one behind another, as their slots do, and the upper bits of a hash select the shard. So one
// multiplication gives the home group among those of all shards, and a place leads to the slot among those of all shards. A
// look-up does not have to find the shard first.

/// <summary>Finds slots by hash.</summary>
internal readonly struct SlotDirectory
{
    private const int MostFilledPercent = 86;

    private readonly nuint _first;
    private readonly nuint _count;

    /// <summary>Makes the directories of all shards.</summary>
    /// <param name="slots">The number of slots of a shard.</param>
    /// <param name="shards">The number of shards: a power of two.</param>
    public SlotDirectory(int slots, int shards = 1)
    {
        _count = (nuint)(((long)slots * 100 / MostFilledPercent + SlotGroups.Places) / SlotGroups.Places);
        Groups = new SlotGroups(_count * (nuint)shards, (long)slots * shards);
        FirstPosition = 1;
    }

    private SlotDirectory(SlotDirectory all, int shard, uint firstPosition)
    {
        this = all;
        _first = (nuint)shard * _count;
        FirstPosition = firstPosition;
    }

    /// <summary>The groups of all shards.</summary>
    public SlotGroups Groups { get; }

    /// <summary>The position of the shard's first slot among the slots of all shards.</summary>
    public uint FirstPosition { get; }

    /// <summary>Memory in use by one shard's directory, in bytes.</summary>
    public long Bytes => (long)_count * AlignedMemory.CacheLine;

    /// <summary>The directory of one shard.</summary>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="firstPosition">The position of its first slot among those of all shards: 1 or more.</param>
    public SlotDirectory Of(int shard, uint firstPosition) => new(this, shard, firstPosition);

    /// <summary>Begins a look-up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LookUp Begin(ulong hash)
    {
        nuint home = Groups.HomeOf(hash);
        return new LookUp { Home = home, Group = home, Places = Groups.PlacesOf(home, hash) };
    }

    /// <summary>Finds the index in the shard of the next slot that may be the hash's.</summary>
    /// <returns><see langword="false"/> when there is no further slot.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(ref LookUp lookUp, ulong hash, out int index)
    {
        while (true)
        {
            while (lookUp.Places != 0)
            {
                uint position = Groups.PositionAt(lookUp.Group, (uint)BitOperations.TrailingZeroCount(lookUp.Places));
                lookUp.Places &= lookUp.Places - 1;
                index = (int)(position - FirstPosition);
                if (position != 0)
                    return true;
            }

            // Acquire: pairs with the release in Publish and Remove.
            uint counter = Volatile.Read(ref Groups.CounterOf(lookUp.Group));
            lookUp.Group = Next(lookUp.Group);
            if (counter == 0 || lookUp.Group == lookUp.Home)
            {
                index = -1;
                return false;
            }

            lookUp.Places = Groups.PlacesOf(lookUp.Group, hash);
        }
    }

    /// <summary>Gives a filled slot a free place, which makes it visible to look-ups.</summary>
    public void Publish(int index, ulong hash)
    {
        for (nuint group = Groups.HomeOf(hash); ; group = Next(group))
        {
            uint free = Groups.FreeOf(group);
            if (free != 0)
            {
                // Release: pairs with a look-up's read of the place, on whose value its read of the slot depends. A look-up that sees the
                // filled place sees the slot's own sequence. The counters were raised before.
                Volatile.Write(ref Groups[group, (uint)BitOperations.TrailingZeroCount(free)], Groups.WordOf(FirstPosition + (uint)index, hash));
                return;
            }

            // Release: pairs with the acquire in TryNext. The counter rises before the place is filled.
            ref uint counter = ref Groups.CounterOf(group);
            Volatile.Write(ref counter, counter + 1);
        }
    }

    /// <summary>Hides a published slot from look-ups.</summary>
    public void Remove(int index, ulong hash)
    {
        uint word = Groups.WordOf(FirstPosition + (uint)index, hash);
        nuint end = Groups.HomeOf(hash);
        uint place;
        while ((place = PlaceOf(end, word, hash)) == SlotGroups.Places)
            end = Next(end);

        // Release: the place is emptied before the counters fall, so a look-up that sees a lowered counter sees no filled place.
        Volatile.Write(ref Groups[end, place], 0);
        for (nuint group = Groups.HomeOf(hash); group != end; group = Next(group))
        {
            // Release: pairs with the acquire in TryNext.
            ref uint counter = ref Groups.CounterOf(group);
            Volatile.Write(ref counter, counter - 1);
        }
    }

    private uint PlaceOf(nuint group, uint word, ulong hash)
    {
        for (uint places = Groups.PlacesOf(group, hash); places != 0; places &= places - 1)
        {
            uint place = (uint)BitOperations.TrailingZeroCount(places);
            if (Groups[group, place] == word)
                return place;
        }

        return SlotGroups.Places;
    }

    private nuint Next(nuint group) => group + 1 == _first + _count ? _first : group + 1;

    /// <summary>The state of a look-up.</summary>
    public ref struct LookUp
    {
        public nuint Home;
        public nuint Group;
        public uint Places;
    }
}
