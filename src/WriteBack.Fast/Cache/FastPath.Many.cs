using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// Of many keys, what comes next is known, so the processor is told to fetch it: each key's home group, and when that has
// come, its slot. The loops are methods of their own: among the variables of a caller the JIT keeps theirs in memory. And
// the room for candidates is the caller's, as a method with both stackalloc and a loop is compiled once, without a profile.

internal sealed unsafe partial class FastPath<TKey, TValue, TTraits>
{
    /// <summary>Some times what the processor fetches at once, and few enough that none is gone again before its use.</summary>
    public const int KeysAtOnce = 32;

    // How many keys ahead of the one that is read. Together about what the processor can have under way; the difference
    // is how long a group takes to come. Measured: a few more or fewer of either is a tenth slower.
    private const nuint SlotsAhead = 20;
    private const nuint GroupsAhead = 28;

    /// <summary>Hashes some keys, candidates where they lie, and has the processor fetch that.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="candidates">As many as there are keys.</param>
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

    /// <summary>Reads many entries, each as long as that is simple.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="candidates">Room for <see cref="KeysAtOnce"/>.</param>
    /// <param name="values">As many as there are keys.</param>
    /// <param name="found">For each key, <see langword="false"/> when <see cref="Shard{TKey,TValue,TTraits}.Read"/> is to be asked.</param>
    /// <returns>How many were simple.</returns>
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

    /// <summary>What is known of a key before its slot is looked at.</summary>
    public struct Candidate
    {
        public ulong Hash;

        /// <summary>The slot, among those of all shards, where it is thought to lie; any where there is none to candidate.</summary>
        public nuint Position;
    }
}
