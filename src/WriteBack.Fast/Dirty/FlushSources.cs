namespace WriteBack.Fast;

/// <summary>The shards of a cache, as flushing and the log see them.</summary>
/// <param name="all">One for each shard.</param>
/// <param name="quotas">The limit of dirty entries.</param>
internal sealed class FlushSources<TKey, TValue>(FlushSource<TKey, TValue>[] all, DirtyQuotaPool quotas)
    where TKey : struct
    where TValue : notnull
{
    public FlushSource<TKey, TValue>[] All => all;

    /// <summary>The rings of all shards, as <see cref="RingNumber"/> counts them.</summary>
    public DirtyRing[] Rings { get; } =
        [.. all.SelectMany(static source => Enumerable.Range(0, RingNumber.Lanes).Select(source.Dirty.RingOf))];

    /// <summary>Entries that are dirty or in flight.</summary>
    public long Pinned => quotas.Pinned;

    /// <summary>Writes that are dirty or in flight: an entry that is both has two.</summary>
    public long Pending => Pinned + all.Sum(static source => source.Dirty.Redirtied);

    /// <summary>The source of a batch's entry.</summary>
    public FlushSource<TKey, TValue> Of(in BatchPlace place) => all[place.Shard];

    /// <summary>Ends the waits for what will not be stored any more.</summary>
    public void AbandonWaiters(Exception reason)
    {
        foreach (var source in all)
            source.Dirty.Waiters.Abandon(reason);
    }
}
