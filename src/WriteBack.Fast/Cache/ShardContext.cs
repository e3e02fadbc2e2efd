namespace WriteBack.Fast;

/// <summary>The objects that all shards of a cache share.</summary>
/// <param name="capacity">The most entries.</param>
/// <param name="closing">Whether the cache is closed.</param>
/// <param name="quotas">The limit of dirty entries.</param>
/// <param name="clock">The ages of dirty entries, and the drainer's wake-up.</param>
/// <param name="expiry">The clock of deadlines, or null when entries never expire.</param>
internal sealed class ShardContext(
    int capacity, CloseFlag closing, DirtyQuotaPool quotas, DirtyClock clock, ExpiryClock? expiry = null)
{
    /// <summary>The number of entries that the cache may still take in.</summary>
    public CapacityQuota Capacity { get; } = new(capacity);

    public CloseFlag Closing => closing;

    public DirtyQuotaPool Quotas => quotas;

    public DirtyClock Clock => clock;

    public ExpiryClock? Expiry => expiry;
}
