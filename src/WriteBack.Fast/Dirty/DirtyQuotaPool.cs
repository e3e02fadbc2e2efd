namespace WriteBack.Fast;

/// <summary>The hard limit of dirty entries of one cache, shared by its shards. Thread-safe.</summary>
/// <param name="entries">The most entries that are dirty or in flight at a time.</param>
/// <param name="background">The most dirty entries that are left alone until they are due.</param>
/// <param name="throttlesWriters">Whether writers are throttled below the limit.</param>
internal sealed class DirtyQuotaPool(long entries, long background = long.MaxValue, bool throttlesWriters = false)
{
    private readonly Lock _lock = new();
    private DirtyQuota[] _shards = [];

    /// <summary>The most entries that are dirty or in flight at a time.</summary>
    public long Entries { get; } = entries;

    /// <summary>The most dirty entries that are left alone until they are due.</summary>
    public long Background { get; } = background;

    /// <summary>Whether writers are throttled below the limit.</summary>
    public bool ThrottlesWriters => throttlesWriters;

    /// <summary>The number of entries that are dirty or in flight, at most <see cref="Entries"/>.</summary>
    public long Pinned => Math.Min(Entries, _shards.Sum(static shard => shard.Pinned));

    /// <summary>The part of a limit below which writers are never throttled: half of it.</summary>
    public static long FreeOf(long limit) => limit >> 1;

    /// <summary>Makes the limits that options give.</summary>
    public static DirtyQuotaPool Of(WriteBackOptions options)
    {
        long hard = Math.Max(1, (long)(options.Capacity * options.MaxDirtyRatio));
        long background = (long)Math.Min(options.Capacity * options.BackgroundDirtyRatio, hard / 2.0);
        if (options.BackgroundDirtyRatio > 0)
            background = Math.Max(1, background);
        return new DirtyQuotaPool(hard, background, throttlesWriters: options.Overflow == OverflowPolicy.Wait);
    }

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
