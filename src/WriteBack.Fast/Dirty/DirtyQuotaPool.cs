namespace WriteBack.Fast;

/// <summary>The hard limit of dirty entries of one cache, shared by its shards. Thread-safe.</summary>
/// <param name="entries">The most entries that are dirty or in flight at a time.</param>
/// <param name="throttlesWriters">Whether writers are throttled below the limit.</param>
internal sealed class DirtyQuotaPool(long entries, bool throttlesWriters = false)
{
    private readonly Lock _lock = new();
    private DirtyQuota[] _shards = [];

    /// <summary>The most entries that are dirty or in flight at a time.</summary>
    public long Entries { get; } = entries;

    /// <summary>Whether writers are throttled below the limit.</summary>
    public bool ThrottlesWriters => throttlesWriters;

    /// <summary>The number of entries that are dirty or in flight, at most <see cref="Entries"/>.</summary>
    public long Pinned => Math.Min(Entries, _shards.Sum(static shard => shard.Pinned));

    /// <summary>The part of a limit that may be used before writers are throttled: half of it.</summary>
    public static long FreeOf(long limit) => limit >> 1;

    /// <summary>Sets the shards that share the limit. Called once, before the first write.</summary>
    public void ShareAmong(DirtyQuota[] shards) => _shards = shards;

    /// <summary>The allowance that a shard begins with.</summary>
    public long ShareOf(int shard, int shards) => Entries / shards + (shard < Entries % shards ? 1 : 0);

    /// <summary>
    /// Brings a shard that has just made a claim within its allowance, by borrowing from other shards. If they cannot lend enough,
    /// the claim is undone under the same lock. So of several claims that compete for the last allowance one stays.
    /// </summary>
    /// <returns><see langword="false"/> when the claim was undone.</returns>
    public bool TryCover(DirtyQuota shard)
    {
        lock (_lock)
        {
            if (shard.IsWithin)
                return true;
            foreach (var lender in _shards)
            {
                if (lender == shard)
                    continue;
                while (lender.Lend() is > 0 and var lent)
                {
                    shard.Borrow(lent);
                    if (shard.IsWithin)
                        return true;
                }
            }

            shard.Release(1);
            return false;
        }
    }
}
