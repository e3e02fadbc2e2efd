namespace WriteBack.Fast;

/// <summary>What flushing and the log ask of a shard: its dirty entries, and what becomes of them.</summary>
/// <param name="dirty">The shard's rings, quota and waiters.</param>
internal abstract class FlushSource<TKey, TValue>(DirtyQueue dirty)
    where TKey : struct
    where TValue : notnull
{
    public DirtyQueue Dirty => dirty;

    /// <summary>Copies dirty entries of one priority into a batch. For the drainer alone.</summary>
    /// <param name="priority">Which entries.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="end">How many entries the batch is to hold then.</param>
    /// <param name="upTo">The position of the ring to stop at.</param>
    public abstract void Drain(FlushPriority priority, FlushBatch<TKey, TValue> batch, int end, long upTo);

    /// <summary>Drops the entries of a part of the table that have expired.</summary>
    public abstract void SweepExpired();

    /// <summary>Has the processor fetch a slot.</summary>
    public abstract void Prefetch(int index);

    /// <summary>The store has an entry's value: it is clean, or dirty again if it was written meanwhile.</summary>
    /// <param name="place">Where the entry is.</param>
    /// <param name="batch">The batch it was in.</param>
    public abstract void Acknowledge(in BatchPlace place, FlushBatch<TKey, TValue> batch);

    /// <summary>The store was not reached, or refused a value that may be tried again: the newest value is dirty.</summary>
    /// <param name="place">Where the entry is.</param>
    /// <param name="batch">The batch it was in.</param>
    /// <param name="attempts">How often the store has refused the value by now.</param>
    /// <returns>Whether a newer write was waiting, which now stands for both.</returns>
    public abstract bool Requeue(in BatchPlace place, FlushBatch<TKey, TValue> batch, int attempts);

    /// <summary>
    /// The store will never take an entry's value. It leaves the cache, so that reads show what the store has, unless it
    /// was written meanwhile: then the newer value has its own chances.
    /// </summary>
    /// <param name="place">Where the entry is.</param>
    /// <param name="batch">The batch it was in.</param>
    /// <param name="letter">What is left of it.</param>
    /// <param name="reason">What those are told who wait for it.</param>
    /// <returns>Whether the oldest letter had to go for it.</returns>
    public abstract bool DeadLetter(
        in BatchPlace place, FlushBatch<TKey, TValue> batch, DeadLetter<TKey, TValue> letter, Exception reason);

    /// <summary>The lowest sequence in the log that a dirty entry, or one in flight, still needs.</summary>
    /// <param name="below">Counts those below a sequence.</param>
    /// <param name="count">How many there are of these.</param>
    /// <returns><see cref="long.MaxValue"/> when there is none.</returns>
    public abstract long OldestLogged(long below, ref long count);

    /// <summary>Appends again to the log what only a record below some sequence holds.</summary>
    public abstract void LogAgain(long below);

    /// <summary>Counts the writes that the store does not have, and that the log has up to a sequence.</summary>
    public abstract long CountLogged(long upTo);
}
