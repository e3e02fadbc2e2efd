namespace WriteBack.Fast;

/// <summary>A write that can be tried again, for when the first try met a limit.</summary>
internal interface IPendingWrite
{
    /// <summary>Tries it, waiting for nothing.</summary>
    WriteOutcome Try();
}

/// <summary>A set or a remove.</summary>
internal readonly struct PendingSet<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, TValue value, WriteKind kind, FlushPriority priority, StoredWaiter? waiter)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public WriteOutcome Try() => shard.Write(in key, hash, in value, kind, priority, waiter);
}

/// <summary>An update.</summary>
internal readonly struct PendingUpdate<TKey, TValue, TTraits, TArg>(
    Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority,
    StoredWaiter? waiter)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public WriteOutcome Try() => shard.Update(in key, hash, arg, update, priority, waiter);
}

/// <summary>A dead letter that is written again.</summary>
internal readonly struct PendingReplay<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, Letter<TKey, TValue> letter, ulong hash, DeadLetterQueue<TKey, TValue> deadLetters,
    ReplayTally tally)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public WriteOutcome Try() => tally.Count(shard.Replay(letter, hash, deadLetters));
}
