namespace WriteBack.Fast;

/// <summary>A write that can be tried again, for when the first try met a limit.</summary>
internal interface IPendingWrite
{
    /// <summary>How soon it is to be stored.</summary>
    FlushPriority Priority { get; set; }

    /// <summary>Tries it, waiting for nothing.</summary>
    /// <param name="waiter">Who waits for it, or null.</param>
    WriteOutcome Try(WriteWaiter? waiter);
}

/// <summary>A set or a remove.</summary>
internal struct PendingSet<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, TValue value, WriteKind kind, FlushPriority priority)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public FlushPriority Priority { get; set; } = priority;

    public readonly WriteOutcome Try(WriteWaiter? waiter) =>
        shard.WriteLogged(in key, hash, in value, kind, Priority, waiter);
}

/// <summary>An update.</summary>
internal struct PendingUpdate<TKey, TValue, TTraits, TArg>(
    Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public FlushPriority Priority { get; set; } = priority;

    public readonly WriteOutcome Try(WriteWaiter? waiter) => shard.Update(in key, hash, arg, update, Priority, waiter);
}

/// <summary>A dead letter that is written again.</summary>
internal struct PendingReplay<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, TrackedLetter<TKey, TValue> letter, ulong hash, DeadLetterQueue<TKey, TValue> deadLetters,
    ReplayTally tally)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public FlushPriority Priority { get; set; } = FlushPriority.Normal;

    public readonly WriteOutcome Try(WriteWaiter? waiter)
    {
        var content = letter.Content;
        if (!shard.TryPrepareRecord(content.Key, content.Value, content.Kind, waiter, isReplay: true, out var logRecord, out var outcome))
            return outcome;
        outcome = tally.Count(shard.Replay(letter, hash, Priority, logRecord, deadLetters));
        PendingLogRecord.Return(logRecord);
        return outcome;
    }
}

/// <summary>A write that an earlier run has left in the log.</summary>
internal struct PendingRecovery<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, TValue value, WriteKind kind, long sequence)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public FlushPriority Priority { get; set; } = FlushPriority.Normal;

    public readonly WriteOutcome Try(WriteWaiter? waiter) => shard.Recover(in key, hash, in value, kind, sequence);
}
