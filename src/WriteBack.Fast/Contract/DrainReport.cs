namespace WriteBack.Fast;

/// <summary>What became of the dirty entries when the cache was closed.</summary>
/// <param name="Stored">Entries that the store acknowledged while closing.</param>
/// <param name="DeadLettered">Entries that ended as dead letters while closing.</param>
/// <param name="Abandoned">Writes lost with the process: accepted, not acknowledged by the store, in no log.</param>
/// <param name="Logged">Writes not stored, but in the log for the next open; 0 without a log.</param>
/// <param name="Duration">How long closing took.</param>
public readonly record struct DrainReport(long Stored, long DeadLettered, long Abandoned, long Logged, TimeSpan Duration);
