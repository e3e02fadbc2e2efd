namespace WriteBack.Fast;

/// <summary>What an exception of a store is about.</summary>
public enum StoreFailure
{
    /// <summary>
    /// The exception does not say. The cache finds out: it tries smaller and smaller parts of the batch, until each refused entry stands
    /// alone.
    /// </summary>
    Unknown,

    /// <summary>
    /// The store is down, or refuses every write: no connection, a full disk, a missing table, a revoked permission. Entries stay dirty,
    /// no attempt is used up, and the cache tries again later.
    /// </summary>
    Outage,

    /// <summary>
    /// The store refuses an entry for what the entry is: it violates a constraint, or a column cannot hold its value. An entry that is
    /// refused <see cref="RetryOptions.MaxAttempts"/> times becomes a dead letter.
    /// </summary>
    Entry,
}
