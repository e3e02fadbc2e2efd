namespace WriteBack.Fast;

/// <summary>The result of a flush. Its counts include writes that were accepted during the flush.</summary>
/// <param name="Stored">The number of entries that the store acknowledged during the flush.</param>
/// <param name="DeadLettered">The number of entries that became dead letters during the flush.</param>
/// <param name="Duration">The time that the flush took.</param>
public readonly record struct FlushReport(long Stored, long DeadLettered, TimeSpan Duration);
