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
        Span<ulong> hashes = stackalloc ulong[KeysAtOnce];
        Span<nuint> guesses = stackalloc nuint[KeysAtOnce];
        int simple = 0;
        int others = 0;
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            routes.GuessMany(some, hashes, guesses);
            for (int at = 0; at < some.Length; at++)
            {
                bool isLive = routes.TryRead(in some[at], hashes[at], guesses[at], out values[begin + at]);
                if (isLive)
                    simple++;
                else if (isLive = TryGetAnyway(in some[at], hashes[at], out values[begin + at]))
                    others++;
                found[begin + at] = isLive;
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
        var routes = _routes;
        Span<ulong> hashes = stackalloc ulong[KeysAtOnce];
        Span<nuint> guesses = stackalloc nuint[KeysAtOnce];
        for (int begin = 0; begin < keys.Length; begin += KeysAtOnce)
        {
            var some = keys[begin..Math.Min(begin + KeysAtOnce, keys.Length)];
            routes.GuessMany(some, hashes, guesses);
            for (int at = 0; at < some.Length; at++)
            {
                if (_log is null && routes.TryCoalesce(in some[at], hashes[at], guesses[at], in values[begin + at], priority))
                    Mine.Coalesced++;
                else
                    Write(in some[at], hashes[at], in values[begin + at], WriteKind.Upsert, priority);
            }
        }

        GC.KeepAlive(this);
    }
}
