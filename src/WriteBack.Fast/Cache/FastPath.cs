using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The short way of the memory path: the first candidate in the home group, in straight-line code without a loop. It needs no shard,
// since the slots and directories of all shards lie one behind another. Every other case takes the slow path through the shard.

/// <summary>Finds the shard of a hash, and handles the simple reads and writes. Thread-safe.</summary>
internal sealed partial class FastPath<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private readonly SlotGroups _groups;
    private readonly SlotArray<TKey, TValue> _slots;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;
    private readonly int _shift;

    /// <summary>Makes a fast path.</summary>
    /// <param name="directory">The directories of all shards.</param>
    /// <param name="slots">The slots of all shards.</param>
    /// <param name="shards">The shards; their number is a power of two.</param>
    public FastPath(SlotDirectory directory, SlotArray<TKey, TValue> slots, Shard<TKey, TValue, TTraits>[] shards)
    {
        _groups = directory.Groups;
        _slots = slots;

        // A single shard is listed twice: one bit is the least that the shift leaves, since a shift by 64 is a shift by 0.
        _shards = shards.Length == 1 ? [shards[0], shards[0]] : shards;
        _shift = 64 - BitOperations.Log2((uint)_shards.Length);
    }

    /// <summary>Makes a fast path to the same shards on which every look-up fails, so that all calls take the slow path.</summary>
    public FastPath<TKey, TValue, TTraits> Disabled() => new(new SlotDirectory(slots: 1), new SlotArray<TKey, TValue>(2), _shards);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Shard<TKey, TValue, TTraits> Of(ulong hash) =>
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_shards), (nint)(hash >> _shift));

    /// <inheritdoc cref="SlotGroups.TryFindCandidate"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindCandidate(ulong hash, out nuint position)
    {
        var groups = _groups;
        return groups.TryFindCandidate(hash, out position);
    }

    /// <summary>Reads an entry at its candidate position.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="position">The candidate's position among the slots of all shards.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when <see cref="Shard{TKey,TValue,TTraits}.Read"/> must be called instead.</returns>
    // One expression, here and below: for several returns the JIT makes a variable and tests it again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(in TKey key, ulong hash, nuint position, out TValue value)
    {
        ref var slot = ref SlotAt(position);
        var seen = SlotHeader.Read(ref slot.Header);
        Unsafe.SkipInit(out value);
        return TTraits.KeysEqual(in slot.Key, in key)
            && seen.IsLive
            && !(TTraits.Expires && IsExpired(in slot, hash, position))
            && slot.TryRead(seen, out value);
    }

    /// <summary>Replaces the value of an entry that is dirty with the same priority. The entry keeps its place in the ring.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="position">The candidate's position among the slots of all shards.</param>
    /// <param name="value">The value.</param>
    /// <param name="priority">The write's priority.</param>
    /// <returns><see langword="false"/> when <see cref="Shard{TKey,TValue,TTraits}.Write"/> must be called instead.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCoalesce(in TKey key, ulong hash, nuint position, in TValue value, FlushPriority priority)
    {
        ref var slot = ref SlotAt(position);
        var seen = SlotHeader.Read(ref slot.Header);
        uint taken = seen.Sequence;

        // The header seen before the lock is taken still holds afterwards: any writer in between changes the sequence, and TryTake fails.
        return TTraits.KeysEqual(in slot.Key, in key)
            && seen.IsDirty(priority)
            && SlotLock.TryTake(ref slot.Sequence, taken)
            && Coalesce(ref slot, hash, position, in value, seen, taken);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Coalesce(ref Slot<TKey, TValue> slot, ulong hash, nuint position, in TValue value, SlotHeader.Seen seen, uint taken)
    {
        WordCopy.Assign(ref slot.Value, in value);
        if (TTraits.Expires)
            Renew(hash, position);
        slot.Header.Touch(seen);
        SlotLock.Release(ref slot.Sequence, taken);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot<TKey, TValue> SlotAt(nuint position)
    {
        var slots = _slots;
        return ref slots[position];
    }

    private bool IsExpired(ref readonly Slot<TKey, TValue> slot, ulong hash, nuint position)
    {
        var shard = Of(hash);
        return shard.IsExpired(in slot, shard.IndexOf(position));
    }

    private void Renew(ulong hash, nuint position)
    {
        var shard = Of(hash);
        shard.Renew(shard.IndexOf(position));
    }
}
