namespace WriteBack.Fast;

/// <summary>Counts the outcomes of one replay. Not thread-safe.</summary>
internal sealed class ReplayTally
{
    private long _replayed;
    private long _superseded;

    public ReplayReport Report => new(_replayed, _superseded);

    /// <summary>Counts an outcome.</summary>
    /// <returns>The outcome.</returns>
    public WriteOutcome Count(WriteOutcome outcome)
    {
        if (outcome.IsAccepted)
            _replayed++;
        else if (outcome == WriteOutcome.Superseded)
            _superseded++;
        return outcome;
    }
}
