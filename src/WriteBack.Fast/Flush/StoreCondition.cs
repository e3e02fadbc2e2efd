namespace WriteBack.Fast;

// One entry whose every call ends in a time-out is found among the others by halving, like poison. With default options and a batch of
// 1,024 that takes less than 3 s if such a call takes 100 ms:
//
//   1. A call of n entries fails, after 100 ms. The circuit opens, for at most BaseDelay (100 ms): some call has succeeded since the
//      failure before, so the delay does not grow. The n entries go to the end of the retry queue, and the next batch has n / 2 at most.
//   2. The half-open circuit is probed with few entries. If the bad one is not among them, the probe closes the circuit.
//   3. A batch of n / 2 is either stored, and with it half of the candidates, or it fails, and the candidates are those n / 2. The
//      others are stored meanwhile, since the candidates are at the end of the queue. BatchSizer does not go back to n before that.
//
// So each failure halves the candidates. About 11 failures, of 100 ms and a delay of 50 ms on average each, leave the entry alone: 1.7 s.
// If a probe has the bad entry, the next one has other entries, since the retry queue rotates. So there are hardly more than two failures
// in a row, and the circuit's delay stays short.
//
// From its first failure alone the entry has calls and delays of its own (LoneFailures). They do not make the circuit's delay grow, and
// do not open the circuit at all once others were stored between two of them.

/// <summary>What the flusher knows about how its store does.</summary>
/// <param name="Circuit">The store's circuit breaker.</param>
/// <param name="Sizer">The size of the batches.</param>
/// <param name="Lone">The entries that have failed in a call of their own.</param>
internal sealed record StoreCondition(StoreCircuitBreaker Circuit, BatchSizer Sizer, LoneFailures Lone)
{
    /// <summary>The most entries of a batch that finds out whether the store is back.</summary>
    public const int ProbeSize = 8;

    /// <summary>Whether the next batch is to find out whether the store is back.</summary>
    public bool IsProbing => Circuit.IsDown;

    /// <summary>The most entries of the next batch.</summary>
    public int BatchSize => IsProbing ? Math.Min(ProbeSize, Sizer.Size) : Sizer.Size;

    /// <summary>Learns of a call that has succeeded.</summary>
    /// <param name="call">The number of the call.</param>
    /// <param name="entries">The entries of the call.</param>
    /// <param name="stored">The entries that it stored.</param>
    /// <returns>Whether the store had been down.</returns>
    public bool OnSuccess(long call, int entries, int stored)
    {
        Sizer.OnSuccess(entries);
        if (stored > 0)
            Lone.OnStored(call);
        return Circuit.OnSuccess();
    }

    /// <summary>Learns of a call of several entries that met an outage.</summary>
    /// <returns>Whether the failure began an outage.</returns>
    public bool OnOutage(int entries)
    {
        Sizer.OnFailure(entries);
        return Circuit.OnFailure();
    }

    /// <summary>Learns of a call of one entry that met an outage.</summary>
    /// <param name="failure">The entry's failures.</param>
    /// <returns>Whether the failure began an outage.</returns>
    public bool OnOutage(LoneFailure failure)
    {
        if (failure.IsIsolated)
            return false;
        if (failure.Failures == 1)
            return OnOutage(entries: 1);
        return Circuit.OnFailure(grows: false);
    }
}
