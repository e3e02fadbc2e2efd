namespace WriteBack.Fast;

/// <summary>What happened while a flush ran.</summary>
/// <param name="Stored">Entries that the store acknowledged meanwhile.</param>
/// <param name="DeadLettered">Entries that ended as dead letters meanwhile.</param>
/// <param name="Duration">How long the flush took.</param>
public readonly record struct FlushReport(long Stored, long DeadLettered, TimeSpan Duration);
