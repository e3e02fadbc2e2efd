namespace WriteBack.Fast;

/// <summary>A shard as flushing and the log see it: its dirty entries, and how they are settled.</summary>
/// <param name="dirty">The shard's rings, quota and waiters.</param>
internal abstract class FlushSource<TKey, TValue>(DirtyQueue dirty)
    where TKey : struct
    where TValue : notnull
{
    public DirtyQueue Dirty => dirty;

    /// <summary>Copies dirty entries of one lane into a batch. For the drainer alone.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="end">The count of the batch's entries at which to stop.</param>
    /// <param name="upTo">The position of the ring at which to stop.</param>
    public abstract void Drain(int lane, FlushBatch<TKey, TValue> batch, int end, long upTo);

    /// <summary>Copies one entry into a batch that is not full, if it is dirty and not in flight. For the drainer alone.</summary>
    /// <param name="index">The index of the slot.</param>
    /// <param name="batch">The batch.</param>
    public abstract void DrainOne(int index, FlushBatch<TKey, TValue> batch);

    /// <summary>Drops expired clean entries from a part of the table.</summary>
    public abstract void SweepExpired();

    /// <summary>Has the processor prefetch a slot.</summary>
    public abstract void Prefetch(int index);

    /// <summary>Settles an entry whose value the store has: it is clean, or dirty if it was written during its flight.</summary>
    /// <param name="place">The place of the entry.</param>
    /// <param name="batch">The entry's batch.</param>
    public abstract void Acknowledge(in BatchPlace place, FlushBatch<TKey, TValue> batch);

    /// <summary>Settles an entry that the caller has tried again: its newest value is dirty, and has no place in a ring. The store was not
    /// reached, or refused it.</summary>
    /// <param name="place">The place of the entry.</param>
    /// <param name="failure">What failed.</param>
    /// <returns>Whether a newer write was waiting, which replaces the failed one.</returns>
    public abstract bool Fail(in BatchPlace place, FailedAttempt failure);

    /// <summary>
    /// Settles an entry whose value the store will never take. The entry leaves the cache, so reads show what the store has. If the
    /// entry was written during its flight, the newer value stays dirty instead.
    /// </summary>
    /// <param name="place">The place of the entry.</param>
    /// <param name="batch">The entry's batch.</param>
    /// <param name="letter">The dead letter of the write.</param>
    /// <param name="reason">The exception for the callers that wait for the entry.</param>
    /// <returns>Whether the oldest dead letter was dropped to make room.</returns>
    public abstract bool DeadLetter(
        in BatchPlace place, FlushBatch<TKey, TValue> batch, DeadLetter<TKey, TValue> letter, Exception reason);

    /// <summary>The lowest sequence in the log that a pinned entry still needs.</summary>
    /// <param name="below">The sequence below which entries are counted.</param>
    /// <param name="count">The counter to which the number of those entries is added.</param>
    /// <returns><see cref="long.MaxValue"/> when no entry is pinned.</returns>
    public abstract long OldestLogged(long below, ref long count);

    /// <summary>Appends a new record to the log for each pinned entry whose record lies below a sequence.</summary>
    public abstract void LogAgain(long below);

    /// <summary>Counts the pinned writes whose record in the log lies at or below a sequence.</summary>
    public abstract long CountLogged(long upTo);
}
