using System.Numerics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// An open-addressing hash table after F14 (Bronson and Shi, "Open-sourcing F14 for memory-efficient hash tables", 2019),
// from hashes to the indexes of slots. A group (SlotGroups) is one cache line, whose places are compared at once.
//
// An entry has its place in the first group from its home on, in order, that had one free when it came. A look-up ends
// at the first group that nobody probed past. Removing an entry lowers the counters on its path, so there are no
// tombstones and there is no rehash.
//
// That slots lie elsewhere is what keeps look-ups short. Entries that come and go leave holes anywhere, and a table that
// is filled to the last slot would lead most look-ups past several groups; here a seventh of the places is always free.
//
// Publish and Remove need the shard's lock. Looking up needs none: it may miss an entry that is being inserted or removed
// meanwhile, as if it had come a moment earlier or later, and never one that is there throughout, because counters rise
// before the place is filled and it is emptied before they fall. What it finds is a candidate: another key's tag may be the
// same, or the place have another entry by now, so the key is to be checked. But it always is a slot that exists.
//
// The directories of all shards lie behind one another, as their slots do, and the shard of a hash is its upper bits. So
// the multiplication that gives the home group gives it among those of all shards at once, what lies in a place leads to
// the slot among those of all shards, and nobody has to look for the shard first.

/// <summary>Finds slots by hash.</summary>
internal readonly struct SlotDirectory
{
    private const int MostFilledPercent = 86;

    private readonly nuint _first;
    private readonly nuint _count;

    /// <summary>Makes the directories of all shards.</summary>
    /// <param name="slots">How many slots a shard has.</param>
    /// <param name="shards">How many shards there are: a power of two.</param>
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

    /// <summary>The position of the shard's first slot among those of all shards.</summary>
    public uint FirstPosition { get; }

    /// <summary>Memory in use by one shard.</summary>
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

    /// <summary>The slot, among the shard's, of the next place that may be the hash's.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
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

    /// <summary>Gives a slot, by now filled, a free place and shows it to look-ups.</summary>
    public void Publish(int index, ulong hash)
    {
        for (nuint group = Groups.HomeOf(hash); ; group = Next(group))
        {
            uint free = Groups.FreeOf(group);
            if (free != 0)
            {
                // Release: whoever sees the place filled sees the raised counters and the slot's own sequence.
                Volatile.Write(ref Groups[group, (uint)BitOperations.TrailingZeroCount(free)], Groups.WordOf(FirstPosition + (uint)index, hash));
                return;
            }

            // Release: ordered before the place.
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

        // The place goes first: a look-up that still sees it filled also sees the counters that lead to it.
        Volatile.Write(ref Groups[end, place], 0);
        for (nuint group = Groups.HomeOf(hash); group != end; group = Next(group))
        {
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

    /// <summary>How far a look-up has come.</summary>
    public ref struct LookUp
    {
        public nuint Home;
        public nuint Group;
        public uint Places;
    }
}
