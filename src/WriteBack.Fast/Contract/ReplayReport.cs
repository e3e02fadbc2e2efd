namespace WriteBack.Fast;

/// <summary>The result of replaying the dead letters.</summary>
/// <param name="Replayed">The number of letters whose write was accepted again. Each letter is gone once its write is stored.</param>
/// <param name="Superseded">The number of letters that were skipped because their key has been written since.</param>
public readonly record struct ReplayReport(long Replayed, long Superseded);
