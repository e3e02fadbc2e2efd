namespace Dashboard.Monitoring;

/// <summary>What the page shows of one moment.</summary>
/// <param name="WritesPerSecond">Writes a second since the reading before.</param>
/// <param name="HitRatio">Share of the reads since the reading before that memory served, from 0 to 1.</param>
/// <param name="Dirty">Entries that the database does not have yet.</param>
/// <param name="CoalescedShare">Share of the writes since the reading before that the database was spared, from 0 to 1.</param>
/// <param name="FlushMilliseconds">The mean duration of a flush since the reading before.</param>
/// <param name="BatchSize">The mean number of rows of a flush since the reading before.</param>
/// <param name="IsStoreDown">Whether the circuit to the database is open.</param>
/// <param name="DeadLetters">Writes that the database refused.</param>
/// <param name="Entries">Entries in memory.</param>
internal sealed record Reading(
    double WritesPerSecond, double HitRatio, int Dirty, double CoalescedShare, double FlushMilliseconds, double BatchSize,
    bool IsStoreDown, int DeadLetters, int Entries);
