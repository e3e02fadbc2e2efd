namespace WriteBack.Fast;

/// <summary>
/// A snapshot of a cache's counters since it opened. Each counter is exact; while writers run they are read one after
/// the other. At rest, <c>Writes = Coalesced + Stored + DeadLettered + Pending</c>.
/// </summary>
public readonly record struct WriteBackStatistics
{
    /// <summary>Look-ups in memory: <see cref="Hits"/> + <see cref="Misses"/>.</summary>
    public long Reads => Hits + Misses;

    /// <summary>Look-ups that found a live entry.</summary>
    public long Hits { get; init; }

    /// <summary>Look-ups that did not.</summary>
    public long Misses { get; init; }

    /// <summary>Calls of the store's <c>LoadAsync</c>.</summary>
    public long Loads { get; init; }

    /// <summary>Accepted writes: sets, updates and removes.</summary>
    public long Writes { get; init; }

    /// <summary>Writes that a newer one of the same key replaced before they were stored.</summary>
    public long Coalesced { get; init; }

    /// <summary>Share of the writes, from 0 to 1, that the store was spared because newer ones replaced them.</summary>
    public double CoalescedShare => Writes == 0 ? 0 : (double)Coalesced / Writes;

    /// <summary>Writes that the store has acknowledged.</summary>
    public long Stored { get; init; }

    /// <summary>Writes that the store could not take.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Dead letters that had to go because there were too many.</summary>
    public long DeadLettersDropped { get; init; }

    /// <summary>
    /// Writes that are none of these yet. A key with a write in flight and a newer one waiting counts twice here and
    /// once in <c>DirtyCount</c>.
    /// </summary>
    public long Pending { get; init; }

    /// <summary>Calls of the store's <c>WriteAsync</c> that succeeded.</summary>
    public long Flushes { get; init; }

    /// <summary>Calls of the store's <c>WriteAsync</c> that failed.</summary>
    public long FlushErrors { get; init; }

    /// <summary>Entries that became dirty again because writing them failed.</summary>
    public long Retries { get; init; }

    /// <summary>Clean entries dropped to make room.</summary>
    public long Evictions { get; init; }

    /// <summary>Clean entries dropped because they were older than <see cref="WriteBackOptions.TimeToLive"/>.</summary>
    public long Expirations { get; init; }

    /// <summary>
    /// Bytes of memory that entries take, with what finds, orders and counts them; without what their keys and values
    /// refer to, and without batches and log. Reserved when the cache opens, and resident as it fills.
    /// </summary>
    public long EstimatedBytes { get; init; }

    /// <summary>Writes that paused, or waited for space.</summary>
    public long Stalls { get; init; }

    /// <summary>Records appended to the write-ahead log since the cache was opened.</summary>
    public long LogAppends { get; init; }

    /// <summary>Times that the write-ahead log was brought to stable storage since the cache was opened.</summary>
    public long LogSyncs { get; init; }

    /// <summary>
    /// Whether the store is down: it failed in a way that may pass, and no call has succeeded since. It is tried again with
    /// growing delays.
    /// </summary>
    public bool IsStoreDown { get; init; }

    /// <summary>Whether the write-ahead log has failed: until the next open nothing is logged any more.</summary>
    public bool IsLogFaulted { get; init; }

    /// <summary>
    /// How long the oldest dirty entry may have been waiting: never less than the truth, at most one
    /// <see cref="WriteBackOptions.FlushInterval"/> and one full drain more. Zero when nothing is dirty.
    /// </summary>
    public TimeSpan OldestDirtyAge { get; init; }
}
