using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Reads and writes of many keys in one call.

public abstract unsafe partial class WriteBackCache<TKey, TValue, TTraits>
{
    private const int KeysAtOnce = FastPath<TKey, TValue, TTraits>.KeysAtOnce;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, keys.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(found.Length, keys.Length, nameof(found));
        ThrowIfClosed();
        var candidates = stackalloc FastPath<TKey, TValue, TTraits>.Candidate[KeysAtOnce];
        int hits = _fastReads.ReadMany(keys, candidates, values, found);
        if (TTraits.CountsReads)
            ThreadCounts.Hits += hits;
        if (hits < keys.Length)
            hits += TryGetOthers(keys, values, found);
        GC.KeepAlive(this);
        return hits;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void SetMany(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, FlushPriority priority = FlushPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, keys.Length, nameof(values));
        ThrowIfUnknown(priority);
        ThrowIfClosed();
        var candidates = stackalloc FastPath<TKey, TValue, TTraits>.Candidate[KeysAtOnce];
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            SetSome(some, candidates, values[begin..], priority);
        }

        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetSome(
        ReadOnlySpan<TKey> keys, FastPath<TKey, TValue, TTraits>.Candidate* candidates, ReadOnlySpan<TValue> values, FlushPriority priority)
    {
        var fast = _fastWrites;
        fast.FindCandidates(keys, candidates);
        for (int at = 0; at < keys.Length; at++)
        {
            if (fast.TryCoalesce(in keys[at], candidates[at].Hash, candidates[at].Position, in values[at], priority))
                ThreadCounts.Coalesced++;
            else
                Write(in keys[at], candidates[at].Hash, candidates[at].Position, in values[at], WriteKind.Upsert, priority);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int TryGetOthers(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        int hits = 0;
        int next;
        for (int at = 0; (next = found[at..keys.Length].IndexOf(false)) >= 0; at++)
        {
            at += next;
            if (found[at] = TryGetSlow(in keys[at], TTraits.Hash(in keys[at]), out values[at]))
                hits++;
        }

        return hits;
    }
}
