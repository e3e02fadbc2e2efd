namespace WriteBack.Fast;

/// <summary>The hard limit of dirty entries of one cache.</summary>
/// <param name="entries">The most entries that are dirty or in flight at a time.</param>
/// <param name="throttlesWriters">Whether writers are slowed down before they meet the limit.</param>
internal sealed class DirtyQuotaPool(long entries, bool throttlesWriters = false)
{
    private readonly Lock _lock = new();
    private DirtyQuota[] _shards = [];

    /// <summary>The most entries that are dirty or in flight at a time.</summary>
    public long Entries { get; } = entries;

    /// <summary>Whether writers are slowed down before they meet the limit.</summary>
    public bool ThrottlesWriters => throttlesWriters;

    /// <summary>Entries that are dirty or in flight. Claims that are being made meanwhile are left out of account.</summary>
    public long Pinned => Math.Min(Entries, _shards.Sum(static shard => shard.Pinned));

    /// <summary>How much of a limit may be used before writers are slowed down.</summary>
    public static long FreeOf(long limit) => limit >> 1;

    /// <summary>Names the shards among which the limit is shared.</summary>
    public void ShareAmong(DirtyQuota[] shards) => _shards = shards;

    /// <summary>The part of the limit that a shard begins with.</summary>
    public long ShareOf(int shard, int shards) => Entries / shards + (shard < Entries % shards ? 1 : 0);

    /// <summary>
    /// Brings a shard that just made a claim within its allowance, by borrowing from the others if they can spare it.
    /// Otherwise the claim is undone, before anyone else is judged: of claims that crowd each other out, one stays.
    /// </summary>
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
