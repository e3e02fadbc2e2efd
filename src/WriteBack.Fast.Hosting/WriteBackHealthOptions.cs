namespace WriteBack.Fast;

/// <summary>From when on a cache is not well.</summary>
public sealed class WriteBackHealthOptions
{
    /// <summary>Degraded when the oldest entry that the store does not have is older than this; 15 s by default.</summary>
    public TimeSpan DegradedAge { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Unhealthy when the oldest entry that the store does not have is older than this; 2 minutes by default.</summary>
    public TimeSpan UnhealthyAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Degraded when dirty entries are more than this share of the dirty limit, from 0 to 1; 0.5, from where writers are paced, by default.</summary>
    public double DegradedDirtyRatio { get; set; } = 0.5;

    /// <summary>Unhealthy when dirty entries are more than this share of the dirty limit, from 0 to 1; 0.95 by default.</summary>
    public double UnhealthyDirtyRatio { get; set; } = 0.95;
}
