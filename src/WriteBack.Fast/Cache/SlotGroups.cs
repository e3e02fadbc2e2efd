using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// A group is one cache line of 16 words: 15 places, and a counter of the entries that probed past. A place is free, 0, or
//
//   bit   31 … n                           n-1 … 0
//         the tag: bits of the hash        the slot's position among those of all shards, from 1 on
//
// with n as small as the number of slots allows, so that the fewer there are, the more of the hash is compared. In a cache
// of a million entries one look-up in some hundreds finds another key's tag first; in one of a thousand, none in practice.

/// <summary>The groups of a <see cref="SlotDirectory"/>, of all shards behind one another.</summary>
/// <remarks>No more fields than four, or the JIT does not keep a copy's in registers.</remarks>
internal readonly unsafe struct SlotGroups
{
    public const int Places = 15;

    private const uint PlacesMask = (1u << Places) - 1;

    private readonly byte* _start;
    private readonly nuint _count;
    private readonly uint _positionMask;

    /// <summary>Makes groups, all empty.</summary>
    /// <param name="count">How many.</param>
    /// <param name="slots">How many slots there are in all shards.</param>
    public SlotGroups(nuint count, long slots)
    {
        _count = count;
        _positionMask = (uint)(BitOperations.RoundUpToPowerOf2((ulong)slots + 1) - 1);
        var memory = new AlignedMemory((long)(count + 1) * AlignedMemory.CacheLine);
        Memory = memory.Lines;
        _start = memory.Start;
    }

    /// <summary>What the groups lie in.</summary>
    public AlignedMemory.Line[] Memory { get; }

    /// <summary>A place.</summary>
    public ref uint this[nuint group, uint place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref LineOf(group)[place];
    }

    /// <summary>How many entries probed past a group.</summary>
    public ref uint CounterOf(nuint group) => ref this[group, Places];

    /// <summary>What lies in the place of a slot.</summary>
    public uint WordOf(uint position, ulong hash) => position | ((uint)hash & ~_positionMask);

    /// <summary>The position of the slot of a place; 0 for a free one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint PositionAt(nuint group, uint place) => this[group, place] & _positionMask;

    /// <summary>The free places of a group, as bits.</summary>
    public uint FreeOf(nuint group) => Matches(LineOf(group), word: 0, mostDiffering: 0);

    /// <summary>The places of a group with a hash's tag, as bits. A free one has the tag 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint PlacesOf(nuint group, ulong hash) => Matches(LineOf(group), (uint)hash, _positionMask);

    /// <summary>
    /// The position of the slot in the first place of the home group that may be the hash's. For nearly all entries it is
    /// theirs; when it is not, or there is none, <see cref="SlotDirectory.TryNext"/> tells.
    /// </summary>
    /// <returns><see langword="false"/> when there is none.</returns>
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

    /// <summary>Candidates as <see cref="TryFindCandidate"/> in the group after the home group, if an entry probed past that.</summary>
    /// <returns>The position of a slot; 0 where there is none to candidate.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public nuint FindFarther(ulong hash)
    {
        uint* home = LineOf(HomeOf(hash));
        uint* next = home + AlignedMemory.CacheLine / sizeof(uint);
        uint places = home[Places] == 0 ? 0 : Matches(next, (uint)hash, _positionMask);
        return places == 0 ? 0 : next[(uint)BitOperations.TrailingZeroCount(places)] & _positionMask;
    }

    /// <summary>Has the processor fetch the home group of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(LineOf(HomeOf(hash)));
    }

    /// <summary>The group where the look-up of a hash begins: multiply-shift instead of a modulo, from other bits than the tag's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nuint HomeOf(ulong hash) => (nuint)KeyHash.HighHalf(hash, _count);

    // Where the tags are equal, only what is below them differs.
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
