namespace WriteBack.Fast;

/// <summary>Counts the outcomes of writes. Thread-safe.</summary>
/// <param name="counters">The counters of the callers.</param>
/// <param name="closing">Whether the cache is closed.</param>
internal sealed class WriteTally(StripedCounters counters, CloseFlag closing)
{
    /// <summary>Counts a write that was accepted, or that became a dead letter instead.</summary>
    /// <returns><see langword="false"/> for every other outcome, which is not counted.</returns>
    /// <exception cref="ObjectDisposedException">The outcome is that the cache is closed.</exception>
    public bool TryCount(WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Closed)
            closing.Throw();
        if (!outcome.IsCounted)
            return false;
        ref var counts = ref counters.OfThread;
        if (outcome == WriteOutcome.Coalesced)
            counts.Coalesced++;
        else
            counts.Accepted++;
        return true;
    }

    /// <summary>Counts a write that is delayed.</summary>
    public void CountStall() => counters.OfThread.Stalls++;
}
