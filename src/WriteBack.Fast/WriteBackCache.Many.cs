using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Reads and writes of many keys at once.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    private const int KeysAtOnce = ShardRoutes<TKey, TValue, TTraits>.KeysAtOnce;

    /// <inheritdoc/>
    public int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, keys.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(found.Length, keys.Length, nameof(found));
        ThrowIfClosed();
        var routes = _routes;
        Unsafe.SkipInit(out ShardRoutes<TKey, TValue, TTraits>.Guesses guesses);
        int simple = 0;
        int others = 0;
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            routes.GuessMany(some, ref guesses);
            var into = values.Slice(begin, some.Length);
            var present = found.Slice(begin, some.Length);
            for (int at = 0; at < some.Length; at++)
            {
                bool isLive = routes.TryRead(in some[at], guesses.HashOf(at), guesses.PositionOf(at), out into[at]);
                if (isLive)
                    simple++;
                else if (isLive = TryGetAnyway(in some[at], guesses.HashOf(at), out into[at]))
                    others++;
                present[at] = isLive;
            }
        }

        // The others are counted already.
        if (TTraits.CountsReads)
            Mine.Hits += simple;
        GC.KeepAlive(this);
        return simple + others;
    }

    /// <inheritdoc/>
    public void SetMany(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, FlushPriority priority = FlushPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, keys.Length, nameof(values));
        ThrowIfUnknown(priority);
        ThrowIfClosed();
        var routes = _shortWrites;
        Unsafe.SkipInit(out ShardRoutes<TKey, TValue, TTraits>.Guesses guesses);
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            routes.GuessMany(some, ref guesses);
            for (int at = 0; at < some.Length; at++)
            {
                if (routes.TryCoalesce(in some[at], guesses.HashOf(at), guesses.PositionOf(at), in values[begin + at], priority))
                    Mine.Coalesced++;
                else
                    Write(in some[at], guesses.HashOf(at), guesses.PositionOf(at), in values[begin + at], WriteKind.Upsert, priority);
            }
        }

        GC.KeepAlive(this);
    }
}
