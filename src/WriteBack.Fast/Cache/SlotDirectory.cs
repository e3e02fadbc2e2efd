using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WriteBack.Fast;

// An open-addressing hash table after F14 (Bronson and Shi, "Open-sourcing F14 for memory-efficient hash tables", 2019),
// from hashes to the indexes of slots. A group is one cache line, whose tags are compared at once:
//
//   byte   0 … 14                              15   16 … 60                                61
//          one tag per place, 0 where free      0   the slot of each place, 3 bytes        how many entries probed past
//
// An entry has its place in the first group from its home on, in order, that had one free when it came. A look-up ends
// at the first group that nobody probed past. Removing an entry lowers the counters on its path, so there are no
// tombstone tags and there is no rehash. A counter that reaches 255 stays there: look-ups then go on, and stay right.
//
// That slots lie elsewhere is what keeps look-ups short. Entries that come and go leave holes anywhere, and a table that
// is filled to the last slot would lead most look-ups past several groups; here a sixth of the places is always free.
//
// Publish and Remove need the shard's lock. Looking up needs none: it may miss an entry that is being inserted or removed
// meanwhile, as if it had come a moment earlier or later, and never one that is there throughout, because counters rise
// before the tag is published and the tag is cleared before they fall. What it finds is a candidate: the place may have
// been given to another entry since its tag was read, even half of its three bytes, so index and key are to be checked.

// The directories of all shards lie behind one another, and the shard of a hash is its upper bits. So the multiplication
// that gives the home group gives it among those of all shards at once, and nobody has to look for the shard first.

/// <summary>Finds slots by hash.</summary>
internal readonly unsafe struct SlotDirectory
{
    /// <summary>More slots than this have no room in three bytes.</summary>
    public const int MaxSlots = 1 << 24;

    private const int Places = 15;
    private const int FirstIndex = 16;
    private const int IndexBytes = 3;
    private const uint IndexMask = MaxSlots - 1;
    private const int Counter = FirstIndex + Places * IndexBytes;
    private const byte CounterLimit = byte.MaxValue;
    private const uint PlacesMask = (1u << Places) - 1;
    private const int MostFilledPercent = 86;

    private readonly AlignedMemory _lines;
    private readonly byte* _start;
    private readonly nuint _allGroups;
    private readonly nuint _groups;
    private readonly nuint _first;

    /// <summary>Makes the directories of all shards.</summary>
    /// <param name="slots">How many slots a shard has.</param>
    /// <param name="shards">How many shards there are: a power of two.</param>
    public SlotDirectory(int slots, int shards = 1)
    {
        _groups = (nuint)(((long)slots * 100 / MostFilledPercent + Places) / Places);
        _allGroups = _groups * (nuint)shards;

        // The last place of a line is read with a byte of the line behind it.
        _lines = new AlignedMemory(checked((int)_allGroups * AlignedMemory.CacheLine + sizeof(uint)));
        _start = _lines.Start;
    }

    private SlotDirectory(SlotDirectory all, int shard)
    {
        this = all;
        _first = (nuint)shard * _groups;
    }

    /// <summary>A directory where nothing is found, whatever the hash, and that is not to be changed.</summary>
    public static SlotDirectory Nowhere
    {
        get
        {
            var directory = new SlotDirectory(slots: 1);
            new Span<byte>(directory._start + FirstIndex, Places * IndexBytes).Fill(byte.MaxValue);
            return directory;
        }
    }

    /// <summary>Memory in use by one shard.</summary>
    public long Bytes => (long)_groups * AlignedMemory.CacheLine;

    /// <summary>The directory of one shard.</summary>
    public SlotDirectory Of(int shard) => new(this, shard);

    /// <summary>
    /// The slot of the first place in the home group that may be the hash's. For nearly all entries it is theirs; when it
    /// is not, or there is none, <see cref="TryNext"/> tells. May be any number below <see cref="MaxSlots"/>.
    /// </summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGuess(ulong hash, out nuint index)
    {
        // A tag is never 0, so for one hash of 256 this finds a free place or nothing. That spares all others a branch.
        byte* line = Line(HomeOf(hash));
        uint matches = Vector128.Equals(Vector128.LoadAligned(line), Vector128.Create((byte)hash)).ExtractMostSignificantBits();
        if (matches == 0)
        {
            index = 0;
            return false;
        }

        index = IndexAt(line, (uint)BitOperations.TrailingZeroCount(matches));
        return true;
    }

    /// <summary>Has the processor fetch the home group of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Line(HomeOf(hash)));
    }

    /// <summary>Begins a look-up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LookUp Begin(ulong hash)
    {
        nuint home = HomeOf(hash);
        return new LookUp { Home = home, Group = home, Matches = Matches(Line(home), hash) };
    }

    /// <summary>The slot of the next place that may be the hash's.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(ref LookUp lookUp, ulong hash, out nuint index)
    {
        while (lookUp.Matches == 0)
        {
            // Acquire: pairs with the release in Publish and Remove.
            byte counter = Volatile.Read(ref Line(lookUp.Group)[Counter]);
            lookUp.Group = Next(lookUp.Group);
            if (counter == 0 || lookUp.Group == lookUp.Home)
            {
                index = MaxSlots;
                return false;
            }

            lookUp.Matches = Matches(Line(lookUp.Group), hash);
        }

        index = IndexAt(Line(lookUp.Group), (uint)BitOperations.TrailingZeroCount(lookUp.Matches));
        lookUp.Matches &= lookUp.Matches - 1;
        return true;
    }

    /// <summary>Gives a slot, by now filled, a free place and shows it to look-ups.</summary>
    public void Publish(int index, ulong hash)
    {
        for (nuint group = HomeOf(hash); ; group = Next(group))
        {
            byte* line = Line(group);
            uint free = Vector128.Equals(Vector128.LoadAligned(line), Vector128<byte>.Zero).ExtractMostSignificantBits() & PlacesMask;
            if (free != 0)
            {
                int place = BitOperations.TrailingZeroCount(free);
                byte* at = line + FirstIndex + place * IndexBytes;
                Unsafe.WriteUnaligned(at, (ushort)index);
                at[2] = (byte)(index >> 16);

                // Release: whoever sees the tag sees the index, the raised counters and the slot's own sequence.
                Volatile.Write(ref line[place], TagOf(hash));
                return;
            }

            // Release: ordered before the tag.
            if (line[Counter] < CounterLimit)
                Volatile.Write(ref line[Counter], (byte)(line[Counter] + 1));
        }
    }

    /// <summary>Hides a published slot from look-ups.</summary>
    public void Remove(int index, ulong hash)
    {
        nuint end = HomeOf(hash);
        int place;
        while ((place = PlaceOf(Line(end), index, hash)) < 0)
            end = Next(end);

        // The tag goes first: a look-up that still sees the tag also sees the counters that lead to it.
        Volatile.Write(ref Line(end)[place], 0);
        for (nuint group = HomeOf(hash); group != end; group = Next(group))
        {
            ref byte counter = ref Line(group)[Counter];
            if (counter < CounterLimit)
                Volatile.Write(ref counter, (byte)(counter - 1));
        }
    }

    private static byte TagOf(ulong hash) => (byte)hash == 0 ? (byte)1 : (byte)hash;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint IndexAt(byte* line, uint place) =>
        Unsafe.ReadUnaligned<uint>(line + FirstIndex + (nuint)place * IndexBytes) & IndexMask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Matches(byte* line, ulong hash) =>
        Vector128.Equals(Vector128.LoadAligned(line), Vector128.Create(TagOf(hash))).ExtractMostSignificantBits();

    private static int PlaceOf(byte* line, int index, ulong hash)
    {
        for (uint matches = Matches(line, hash); matches != 0; matches &= matches - 1)
        {
            int place = BitOperations.TrailingZeroCount(matches);
            if (IndexAt(line, (uint)place) == (nuint)(uint)index)
                return place;
        }

        return -1;
    }

    // Multiply-shift instead of a modulo, from other bits than the tag's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint HomeOf(ulong hash) => (nuint)KeyHash.HighHalf(hash, _allGroups);

    private nuint Next(nuint group) => group + 1 == _first + _groups ? _first : group + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Line(nuint group) => _start + group * AlignedMemory.CacheLine;

    /// <summary>How far a look-up has come.</summary>
    public ref struct LookUp
    {
        public nuint Home;
        public nuint Group;
        public uint Matches;
    }
}
