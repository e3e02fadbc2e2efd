namespace WriteBack.Fast;

/// <summary>What tells whether a cache is well.</summary>
/// <param name="Statistics">Its counters.</param>
/// <param name="Dirty">Entries that the store does not have yet.</param>
/// <param name="MaxDirty">The most that there may be.</param>
internal readonly record struct CacheVitals(WriteBackStatistics Statistics, int Dirty, int MaxDirty)
{
    /// <summary>Share of the dirty limit that is used, from 0 to 1.</summary>
    public double DirtyRatio => Math.Min(1, (double)Dirty / MaxDirty);
}
