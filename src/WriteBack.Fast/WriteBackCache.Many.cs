using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Reads and writes of many keys at once.

public abstract unsafe partial class WriteBackCache<TKey, TValue, TTraits>
{
    private const int KeysAtOnce = ShardRoutes<TKey, TValue, TTraits>.KeysAtOnce;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, keys.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(found.Length, keys.Length, nameof(found));
        ThrowIfClosed();
        var routes = _routes;
        var guesses = stackalloc ShardRoutes<TKey, TValue, TTraits>.Guess[KeysAtOnce];
        int simple = 0;
        int others = 0;
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            routes.GuessMany(some, guesses);
            int read = routes.ReadMany(some, guesses, values.Slice(begin, some.Length), found.Slice(begin, some.Length));
            simple += read;
            if (read < some.Length)
                others += TryGetOthers(some, guesses, values[begin..], found[begin..]);
        }

        // The others are counted already.
        if (TTraits.CountsReads)
            Mine.Hits += simple;
        GC.KeepAlive(this);
        return simple + others;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void SetMany(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, FlushPriority priority = FlushPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, keys.Length, nameof(values));
        ThrowIfUnknown(priority);
        ThrowIfClosed();
        var routes = _shortWrites;
        var guesses = stackalloc ShardRoutes<TKey, TValue, TTraits>.Guess[KeysAtOnce];
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            routes.GuessMany(some, guesses);
            for (int at = 0; at < some.Length; at++)
            {
                if (routes.TryCoalesce(in some[at], guesses[at].Hash, guesses[at].Position, in values[begin + at], priority))
                    Mine.Coalesced++;
                else
                    Write(in some[at], guesses[at].Hash, guesses[at].Position, in values[begin + at], WriteKind.Upsert, priority);
            }
        }

        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int TryGetOthers(
        ReadOnlySpan<TKey> keys, ShardRoutes<TKey, TValue, TTraits>.Guess* guesses, Span<TValue> values, Span<bool> found)
    {
        int hits = 0;
        for (int at = 0; at < keys.Length; at++)
        {
            if (!found[at] && (found[at] = TryGetAnyway(in keys[at], guesses[at].Hash, out values[at])))
                hits++;
        }

        return hits;
    }
}
