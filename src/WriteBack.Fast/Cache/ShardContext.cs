namespace WriteBack.Fast;

/// <summary>What all shards of a cache share.</summary>
/// <param name="capacity">The most entries.</param>
/// <param name="closing">Whether the cache is closed.</param>
/// <param name="quotas">The limit of dirty entries.</param>
/// <param name="onBacklog">Tells the drainer that some shard has gathered its part of a batch.</param>
/// <param name="expiry">When entries expire, or null when they never do.</param>
internal sealed class ShardContext(
    int capacity, CloseFlag closing, DirtyQuotaPool quotas, Action onBacklog, ExpiryClock? expiry = null)
{
    /// <summary>The entries that the cache may still take in.</summary>
    public CapacityQuota Capacity { get; } = new(capacity);

    public CloseFlag Closing => closing;

    public DirtyQuotaPool Quotas => quotas;

    public Action OnBacklog => onBacklog;

    public ExpiryClock? Expiry => expiry;
}
