namespace WriteBack.Fast;

/// <summary>
/// A snapshot of a cache's counters since it opened. The counters are read one after the other, so they agree with each other only
/// while nothing writes. At rest, <c>Writes = Coalesced + Stored + DeadLettered + Pending</c>.
/// </summary>
public readonly record struct WriteBackStatistics
{
    /// <summary>Look-ups in memory: <see cref="Hits"/> + <see cref="Misses"/>.</summary>
    public long Reads => Hits + Misses;

    /// <summary>Look-ups that found a live entry.</summary>
    public long Hits { get; init; }

    /// <summary>Look-ups that found no live entry.</summary>
    public long Misses { get; init; }

    /// <summary>Calls of the store's <c>LoadAsync</c>.</summary>
    public long Loads { get; init; }

    /// <summary>Accepted writes: sets, updates and removes.</summary>
    public long Writes { get; init; }

    /// <summary>Writes that a newer write of the same key replaced before they were stored.</summary>
    public long Coalesced { get; init; }

    /// <summary>The share of the writes, from 0 to 1, that the store did not have to make because newer writes replaced them.</summary>
    public double CoalescedShare => Writes == 0 ? 0 : (double)Coalesced / Writes;

    /// <summary>Writes that the store has acknowledged.</summary>
    public long Stored { get; init; }

    /// <summary>Writes that became dead letters.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Dead letters dropped because there were too many.</summary>
    public long DeadLettersDropped { get; init; }

    /// <summary>
    /// Accepted writes that are not coalesced, stored or dead-lettered yet. A key with a write in flight and a newer one dirty counts
    /// twice here and once in <c>DirtyCount</c>.
    /// </summary>
    public long Pending { get; init; }

    /// <summary>Calls of the store's <c>WriteAsync</c> that succeeded.</summary>
    public long Flushes { get; init; }

    /// <summary>Calls of the store's <c>WriteAsync</c> that failed.</summary>
    public long FlushErrors { get; init; }

    /// <summary>Entries that became dirty again because their write failed.</summary>
    public long Retries { get; init; }

    /// <summary>Clean entries evicted to make room.</summary>
    public long Evictions { get; init; }

    /// <summary>Clean entries dropped because they were older than <see cref="WriteBackOptions.TimeToLive"/>.</summary>
    public long Expirations { get; init; }

    /// <summary>
    /// The memory of entries, directory, rings, queues and counts, in bytes. It excludes the objects that keys and values refer to, the
    /// batches and the log. It is reserved when the cache opens, and becomes resident as the cache fills.
    /// </summary>
    public long EstimatedBytes { get; init; }

    /// <summary>Writes that paused, or waited for space.</summary>
    public long Stalls { get; init; }

    /// <summary>Records appended to the write-ahead log.</summary>
    public long LogAppends { get; init; }

    /// <summary>Syncs of the write-ahead log to stable storage.</summary>
    public long LogSyncs { get; init; }

    /// <summary>
    /// Whether the store is down: a call failed in a way that may pass, and no call has succeeded since. The cache calls it again after
    /// growing delays.
    /// </summary>
    public bool IsStoreDown { get; init; }

    /// <summary>Whether the write-ahead log has failed: the cache logs nothing more until the next open.</summary>
    public bool IsLogFaulted { get; init; }

    /// <summary>
    /// An upper bound of the time for which the oldest dirty entry has waited. It is too high by at most an eighth. Zero when nothing is
    /// dirty.
    /// </summary>
    public TimeSpan OldestDirtyAge { get; init; }
}
