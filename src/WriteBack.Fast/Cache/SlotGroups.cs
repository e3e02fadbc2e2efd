using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// A group is one cache line of 16 words: 15 places, and a counter of the entries that probed past the group. A place is 0 when
// free, or else
//
//   bit   31 … n                           n-1 … 0
//         the tag: bits of the hash        the slot's position among those of all shards, from 1 on
//
// n is as small as the number of slots allows, so a smaller cache compares more bits of the hash. In a cache of a million entries
// about one look-up in some hundreds finds another key's tag first; in a cache of a thousand, practically none does.

/// <summary>The groups of a <see cref="SlotDirectory"/>: those of all shards, one behind another.</summary>
/// <remarks>At most four fields: the JIT keeps the fields of a copy in registers only up to that number.</remarks>
internal readonly unsafe struct SlotGroups
{
    public const int Places = 15;

    private const uint PlacesMask = (1u << Places) - 1;

    private readonly byte* _start;
    private readonly nuint _count;
    private readonly uint _positionMask;

    /// <summary>Makes empty groups.</summary>
    /// <param name="count">The number of groups.</param>
    /// <param name="slots">The number of slots in all shards.</param>
    public SlotGroups(nuint count, long slots)
    {
        _count = count;
        _positionMask = (uint)(BitOperations.RoundUpToPowerOf2((ulong)slots + 1) - 1);
        var memory = new AlignedMemory((long)(count + 1) * AlignedMemory.CacheLine);
        Memory = memory.Lines;
        _start = memory.Start;
    }

    /// <summary>The memory of the groups, which keeps it alive.</summary>
    public AlignedMemory.Line[] Memory { get; }

    /// <summary>The word of a place.</summary>
    public ref uint this[nuint group, uint place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref LineOf(group)[place];
    }

    /// <summary>The number of entries that probed past a group.</summary>
    public ref uint CounterOf(nuint group) => ref this[group, Places];

    /// <summary>The word for the place of a slot.</summary>
    public uint WordOf(uint position, ulong hash) => position | ((uint)hash & ~_positionMask);

    /// <summary>The position of the slot in a place; 0 for a free place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint PositionAt(nuint group, uint place) => this[group, place] & _positionMask;

    /// <summary>The free places of a group, as a bit mask.</summary>
    public uint FreeOf(nuint group) => Matches(LineOf(group), word: 0, mostDiffering: 0);

    /// <summary>The places of a group with a hash's tag, as a bit mask. A free place has the tag 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint PlacesOf(nuint group, ulong hash) => Matches(LineOf(group), (uint)hash, _positionMask);

    /// <summary>
    /// The candidate of a hash: the position of the slot in the first matching place of the home group. It is the right slot for nearly
    /// all entries. Otherwise <see cref="SlotDirectory.TryNext"/> finds it.
    /// </summary>
    /// <returns><see langword="false"/> when no place of the home group matches.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindCandidate(ulong hash, out nuint position)
    {
        uint* home = LineOf(HomeOf(hash));
        uint places = Matches(home, (uint)hash, _positionMask);
        position = 0;
        if (places == 0)
            return false;
        position = home[(uint)BitOperations.TrailingZeroCount(places)] & _positionMask;
        return true;
    }

    /// <summary>The candidate of a hash in the group after its home group, if an entry probed past the home group.</summary>
    /// <returns>The position of a slot; 0 when there is no candidate.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public nuint FindFarther(ulong hash)
    {
        uint* home = LineOf(HomeOf(hash));
        uint* next = home + AlignedMemory.CacheLine / sizeof(uint);
        uint places = home[Places] == 0 ? 0 : Matches(next, (uint)hash, _positionMask);
        return places == 0 ? 0 : next[(uint)BitOperations.TrailingZeroCount(places)] & _positionMask;
    }

    /// <summary>Has the processor prefetch the home group of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(LineOf(HomeOf(hash)));
    }

    /// <summary>The group where the look-up of a hash begins: multiply-shift in place of a modulo, by other bits than the tag's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nuint HomeOf(ulong hash) => (nuint)KeyHash.HighHalf(hash, _count);

    // Words with equal tags differ only below the tag.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Matches(uint* line, uint word, uint mostDiffering)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var differing = Vector512.LoadAligned(line) ^ Vector512.Create(word);
            return (uint)Vector512.LessThanOrEqual(differing, Vector512.Create(mostDiffering)).ExtractMostSignificantBits() & PlacesMask;
        }

        uint lower = MatchesOfHalf(line, word, mostDiffering);
        uint upper = MatchesOfHalf(line + Vector256<uint>.Count, word, mostDiffering);
        return (lower | (upper << Vector256<uint>.Count)) & PlacesMask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MatchesOfHalf(uint* half, uint word, uint mostDiffering)
    {
        var differing = Vector256.LoadAligned(half) ^ Vector256.Create(word);
        return Vector256.Equals(Vector256.Min(differing, Vector256.Create(mostDiffering)), differing).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint* LineOf(nuint group) => (uint*)(_start + group * AlignedMemory.CacheLine);
}
