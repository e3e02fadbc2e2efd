namespace WriteBack.Fast;

/// <summary>What a replay of the dead letters has done.</summary>
/// <param name="Replayed">Letters whose write was accepted again. Each is gone once the store has it.</param>
/// <param name="Superseded">Letters whose key has been written since, so that they are not wanted any more.</param>
public readonly record struct ReplayReport(long Replayed, long Superseded);
