namespace WriteBack.Fast;

/// <summary>The figures that a health check judges an open cache by.</summary>
/// <param name="Statistics">Its counters.</param>
/// <param name="Dirty">Entries that the store does not have yet.</param>
/// <param name="MaxDirty">The most that there may be.</param>
internal readonly record struct CacheHealth(WriteBackStatistics Statistics, int Dirty, int MaxDirty)
{
    /// <summary>Share of the dirty limit that is used, from 0 to 1.</summary>
    public double DirtyRatio => Math.Min(1, (double)Dirty / MaxDirty);
}
