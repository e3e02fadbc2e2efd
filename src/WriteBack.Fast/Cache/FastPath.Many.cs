using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// The keys ahead are known, so the processor prefetches for them: each key's home group, and when that has arrived, its slot. In a
// caller's method the JIT would keep the loops' variables in memory, so the loops are methods of their own. The caller provides
// the room for candidates, since a method with both stackalloc and a loop is compiled once, without a profile.

internal sealed unsafe partial class FastPath<TKey, TValue, TTraits>
{
    /// <summary>The keys handled together: several times the fetches that the processor keeps under way, and few enough that no fetched
    /// line is lost before its use.</summary>
    public const int KeysAtOnce = 32;

    // How many keys ahead slots and groups are prefetched. Together they are about the fetches that the processor keeps under way; the
    // difference is the time that a group takes to arrive. Measured: a few more or fewer of either is a tenth slower.
    private const nuint SlotsAhead = 20;
    private const nuint GroupsAhead = 28;

    /// <summary>Hashes some keys, finds the candidate of each, and prefetches its slot.</summary>
    /// <param name="keys">The keys, at most <see cref="KeysAtOnce"/>.</param>
    /// <param name="candidates">Receives as many candidates.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void FindCandidates(ReadOnlySpan<TKey> keys, Candidate* candidates)
    {
        var groups = _groups;
        var slots = _slots;
        ref var key = ref MemoryMarshal.GetReference(keys);
        nuint count = (nuint)keys.Length;
        for (nuint at = 0; at < count; at++)
            Begin(groups, in Unsafe.Add(ref key, at), candidates + at);
        for (nuint at = 0; at < count; at++)
            Complete(groups, slots, candidates + at);
    }

    /// <summary>Reads the entries of many keys that the fast path can read.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="candidates">Room for <see cref="KeysAtOnce"/> candidates.</param>
    /// <param name="values">Receives a value for each key; at least as long as the keys.</param>
    /// <param name="found">Receives, for each key, <see langword="false"/> when <see cref="Shard{TKey,TValue,TTraits}.Read"/> must be
    /// called for it.</param>
    /// <returns>The number of keys read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int ReadMany(ReadOnlySpan<TKey> keys, Candidate* candidates, Span<TValue> values, Span<bool> found)
    {
        var groups = _groups;
        var slots = _slots;
        ref var key = ref MemoryMarshal.GetReference(keys);
        nuint count = (nuint)keys.Length;
        nuint begun = Math.Min(count, GroupsAhead);
        nuint completed = Math.Min(count, SlotsAhead);
        for (nuint at = 0; at < begun; at++)
            Begin(groups, in Unsafe.Add(ref key, at), candidates + at);
        for (nuint at = 0; at < completed; at++)
            Complete(groups, slots, candidates + at);

        int simple = 0;
        nuint next = 0;
        for (; begun < count; begun++, completed++, next++)
        {
            simple += ReadOne(next, keys, candidates, values, found);
            Complete(groups, slots, candidates + completed % KeysAtOnce);
            Begin(groups, in Unsafe.Add(ref key, begun), candidates + begun % KeysAtOnce);
        }

        for (; completed < count; completed++)
            Complete(groups, slots, candidates + completed % KeysAtOnce);
        for (; next < count; next++)
            simple += ReadOne(next, keys, candidates, values, found);
        return simple;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte ReadOne(nuint at, ReadOnlySpan<TKey> keys, Candidate* candidates, Span<TValue> values, Span<bool> found)
    {
        ref readonly var key = ref Unsafe.Add(ref MemoryMarshal.GetReference(keys), at);
        var candidate = candidates + at % KeysAtOnce;
        bool isSimple = TryRead(in key, candidate->Hash, candidate->Position, out Unsafe.Add(ref MemoryMarshal.GetReference(values), at));
        Unsafe.Add(ref MemoryMarshal.GetReference(found), at) = isSimple;
        return Unsafe.BitCast<bool, byte>(isSimple);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(SlotGroups groups, in TKey key, Candidate* candidate)
    {
        ulong hash = TTraits.Hash(in key);
        candidate->Hash = hash;
        groups.Prefetch(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Complete(SlotGroups groups, SlotArray<TKey, TValue> slots, Candidate* candidate)
    {
        if (!groups.TryFindCandidate(candidate->Hash, out nuint position))
            position = groups.FindFarther(candidate->Hash);
        candidate->Position = position;
        slots.Prefetch(position);
    }

    /// <summary>A key's hash, and the slot where its entry probably lies.</summary>
    public struct Candidate
    {
        public ulong Hash;

        /// <summary>The slot's position among those of all shards; any position when no slot is a candidate.</summary>
        public nuint Position;
    }
}
