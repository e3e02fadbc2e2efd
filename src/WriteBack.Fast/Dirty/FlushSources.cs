namespace WriteBack.Fast;

/// <summary>The shards of a cache, as flushing and the log see them.</summary>
/// <param name="all">The shards.</param>
/// <param name="quotas">The limit of dirty entries.</param>
internal sealed class FlushSources<TKey, TValue>(FlushSource<TKey, TValue>[] all, DirtyQuotaPool quotas)
    where TKey : struct
    where TValue : notnull
{
    public FlushSource<TKey, TValue>[] All => all;

    /// <summary>The rings of all shards, numbered as in <see cref="RingNumber"/>.</summary>
    public DirtyRing[] Rings { get; } =
        [.. all.SelectMany(static source => Enumerable.Range(0, RingNumber.Lanes).Select(source.Dirty.RingOf))];

    /// <summary>The number of entries that are dirty or in flight.</summary>
    public long Pinned => quotas.Pinned;

    /// <summary>The number of writes that are dirty or in flight. An entry that is both counts twice.</summary>
    public long Pending => Pinned + all.Sum(static source => source.Dirty.Redirtied);

    /// <summary>The shard of a batch's entry.</summary>
    public FlushSource<TKey, TValue> Of(in BatchPlace place) => all[place.Shard];

    /// <summary>Fails all waits for the store, because the cache stores nothing any more.</summary>
    public void AbandonWaiters(Exception reason)
    {
        foreach (var source in all)
            source.Dirty.Waiters.Abandon(reason);
    }
}
