namespace WriteBack.Fast;

/// <summary>A failed attempt to store an entry.</summary>
/// <param name="Attempts">The number of attempts that its value has used up.</param>
/// <param name="Refusal">Why the store refused the entry; null when the store was not reached, or may have failed for another reason.</param>
/// <param name="MostRefusals">The refusals that a caller waits through while the entry is written again and again.</param>
internal readonly record struct FailedAttempt(int Attempts, Exception? Refusal = null, int MostRefusals = int.MaxValue);
