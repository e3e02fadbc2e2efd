using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The short way of the memory path: the first candidate in the home group, in a straight line without a loop. It needs no
// shard, as slots and directories of all shards lie behind one another. Whatever is not simple goes the shard's way.

/// <summary>Leads from a key's hash to its shard, and does there what is simple.</summary>
internal sealed partial class FastPath<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private readonly SlotGroups _groups;
    private readonly SlotArray<TKey, TValue> _slots;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;
    private readonly int _shift;

    /// <summary>Makes routes.</summary>
    /// <param name="directory">The directories of all shards.</param>
    /// <param name="slots">The slots of all shards.</param>
    /// <param name="shards">A power of two.</param>
    public FastPath(SlotDirectory directory, SlotArray<TKey, TValue> slots, Shard<TKey, TValue, TTraits>[] shards)
    {
        _groups = directory.Groups;
        _slots = slots;

        // A single one is there twice: the upper bit of a hash, shifted down, is all that the processor can do.
        _shards = shards.Length == 1 ? [shards[0], shards[0]] : shards;
        _shift = 64 - BitOperations.Log2((uint)_shards.Length);
    }

    /// <summary>Routes to the same shards on which nothing is simple.</summary>
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

    /// <summary>Reads an entry as long as that is simple, which it nearly always is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="position">The slot, among those of all shards, where it is thought to lie.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when <see cref="Shard{TKey,TValue,TTraits}.Read"/> is to be asked.</returns>
    // One expression, here and below: the JIT makes a variable of several returns, and asks for it again.
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

    /// <summary>Replaces a value that is dirty already, as long as that is simple, and leaves it where it is in its ring.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="position">The slot, among those of all shards, where it is thought to lie.</param>
    /// <param name="value">The value.</param>
    /// <param name="priority">How soon the entry is to be stored.</param>
    /// <returns><see langword="false"/> when <see cref="Shard{TKey,TValue,TTraits}.Write"/> is to be asked.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCoalesce(in TKey key, ulong hash, nuint position, in TValue value, FlushPriority priority)
    {
        ref var slot = ref SlotAt(position);
        var seen = SlotHeader.Read(ref slot.Header);
        uint taken = seen.Sequence;

        // What is seen before the lock is taken is still so afterwards: whoever changes it leaves another sequence.
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
