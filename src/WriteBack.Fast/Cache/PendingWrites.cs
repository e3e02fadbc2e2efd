using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>A set or a remove.</summary>
internal struct PendingSet<TKey, TValue, TTraits>(Shard<TKey, TValue, TTraits> shard, WriteRequest<TKey, TValue> request) : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private WriteRequest<TKey, TValue> _request = request;

    public FlushPriority Priority
    {
        set => _request = _request.WithPriority(value);
    }

    public readonly WriteOutcome Try(WriteWaiter? waiter) => shard.WriteLogged(in _request, waiter);
}

/// <summary>An update.</summary>
internal struct PendingUpdate<TKey, TValue, TTraits, TArg>(
    Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public FlushPriority Priority { private get; set; } = priority;

    public readonly WriteOutcome Try(WriteWaiter? waiter) => shard.Update(in key, hash, arg, update, Priority, waiter);
}

/// <summary>The replay of a dead letter.</summary>
internal struct PendingReplay<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, TrackedLetter<TKey, TValue> letter, ulong hash, DeadLetterQueue<TKey, TValue> letters,
    ReplayTally tally)
    : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public FlushPriority Priority { private get; set; } = FlushPriority.Normal;

    public readonly WriteOutcome Try(WriteWaiter? waiter)
    {
        var content = letter.Content;
        var request = new WriteRequest<TKey, TValue>(content.Key, hash, content.Value, content.Kind, Priority);
        return tally.Count(shard.Replay(letter, in request, letters));
    }
}

/// <summary>The recovery of a write from the log of an earlier run.</summary>
internal struct PendingRecovery<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, WriteRequest<TKey, TValue> request, long lsn) : IPendingWrite
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private WriteRequest<TKey, TValue> _request = request;

    public FlushPriority Priority
    {
        set => _request = _request.WithPriority(value);
    }

    public readonly WriteOutcome Try(WriteWaiter? waiter) => shard.Recover(in _request, lsn);
}
