namespace WriteBack.Fast;

/// <summary>The result of closing a cache: what became of its dirty entries.</summary>
/// <param name="Stored">The number of entries that the store acknowledged during the close.</param>
/// <param name="DeadLettered">The number of entries that became dead letters during the close.</param>
/// <param name="Abandoned">The number of accepted writes that are neither stored nor in a log: they are lost.</param>
/// <param name="Logged">The number of writes that are not stored, but in the log for the next open; 0 without a log.</param>
/// <param name="Duration">The time that closing took.</param>
public readonly record struct DrainReport(long Stored, long DeadLettered, long Abandoned, long Logged, TimeSpan Duration);
