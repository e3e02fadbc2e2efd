namespace WriteBack.Fast;

/// <summary>What all shards of a cache share.</summary>
internal sealed class ShardContext(
    int capacity, long dirtyLimit, bool pacesWriters, Action onBacklog, ExpiryClock? expiry = null)
{
    private volatile bool _isClosed;

    /// <summary>
    /// Whether the cache accepts nothing more. Read under a slot's lock: the full fence of taking it pairs with that of
    /// <see cref="Close"/>, so a writer sees this or is seen by <see cref="Shard{TKey,TValue,TTraits}.AwaitWriters"/>.
    /// </summary>
    public bool IsClosed => _isClosed;

    public CapacityQuota Room { get; } = new(capacity);

    public DirtyQuotaPool DirtyQuotas { get; } = new(dirtyLimit);

    /// <summary>When entries expire, or null when they never do.</summary>
    public ExpiryClock? Expiry => expiry;

    /// <summary>Whether writers slow down before they meet the dirty limit.</summary>
    public bool PacesWriters => pacesWriters;

    /// <summary>Tells the drainer that some shard has gathered its part of a batch.</summary>
    public void SignalBacklog() => onBacklog();

    public void Close()
    {
        _isClosed = true;
        Interlocked.MemoryBarrier();
    }
}
