using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>Leads from a key's hash to its shard and, nearly always, to its slot there.</summary>
internal sealed class ShardRoutes<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>More than the processor fetches at a time, few enough that none is gone again before its use.</summary>
    public const int KeysAtOnce = 16;

    private readonly SlotDirectory _directory;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;
    private readonly int _shift;

    /// <summary>Makes routes.</summary>
    /// <param name="directory">The directories of all shards.</param>
    /// <param name="shards">A power of two.</param>
    public ShardRoutes(SlotDirectory directory, Shard<TKey, TValue, TTraits>[] shards)
    {
        _directory = directory;

        // A single one is there twice: the upper bit of a hash, shifted down, is all that the processor can do.
        _shards = shards.Length == 1 ? [shards[0], shards[0]] : shards;
        _shift = 64 - BitOperations.Log2((uint)_shards.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Shard<TKey, TValue, TTraits> Of(ulong hash) =>
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_shards), (nint)(hash >> _shift));

    /// <inheritdoc cref="SlotDirectory.TryGuess"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGuess(ulong hash, out nuint index)
    {
        var directory = _directory;
        return directory.TryGuess(hash, out index);
    }

    /// <summary>
    /// Hashes keys and guesses their slots, fetching directory and slots for all before it waits for one, so that the
    /// delays of memory add up to little more than one.
    /// </summary>
    /// <param name="keys">At most <see cref="KeysAtOnce"/>.</param>
    /// <param name="hashes">The keys' hashes.</param>
    /// <param name="guesses">The slots; <see cref="SlotDirectory.MaxSlots"/> where there is none.</param>
    public void GuessMany(ReadOnlySpan<TKey> keys, Span<ulong> hashes, Span<nuint> guesses)
    {
        for (int at = 0; at < keys.Length; at++)
        {
            hashes[at] = TTraits.Hash(in keys[at]);
            _directory.Prefetch(hashes[at]);
        }

        for (int at = 0; at < keys.Length; at++)
        {
            if (TryGuess(hashes[at], out guesses[at]))
                Of(hashes[at]).Prefetch(guesses[at]);
            else
                guesses[at] = SlotDirectory.MaxSlots;
        }
    }
}
