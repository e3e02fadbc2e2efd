namespace WriteBack.Fast;

// The out-of-line path of writes that met a limit.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    /// <summary>Tries a write until there is space for it, blocking the thread.</summary>
    /// <returns><see langword="false"/> when its entry is not in memory and it needs it there.</returns>
    private bool Wait<TWrite>(in TWrite write)
        where TWrite : struct, IPendingWrite
    {
        bool hasStalled = false;
        while (!TryNow(in write, ref hasStalled, out bool isResident, out var space))
        {
            if (!isResident)
                return false;
            space.Wait();
        }

        return true;
    }

    /// <inheritdoc cref="Wait"/>
    private async ValueTask<bool> WaitAsync<TWrite>(TWrite write, CancellationToken ct)
        where TWrite : struct, IPendingWrite
    {
        bool hasStalled = false;
        while (!TryNow(in write, ref hasStalled, out bool isResident, out var space))
        {
            if (!isResident)
                return false;
            await space.WaitAsync(ct).ConfigureAwait(false);
        }

        return true;
    }

    private bool TryNow<TWrite>(in TWrite write, ref bool hasStalled, out bool isResident, out Task space)
        where TWrite : struct, IPendingWrite
    {
        // Before the try, so that space made after it is not missed.
        space = _flusher.Gate.Next;
        var outcome = _shards.Try(in write);
        isResident = outcome != WriteOutcome.NotResident;
        if (!isResident)
            return false;
        if (Settle(outcome))
            return true;
        _flusher.Hurry();
        if (_options.Overflow == OverflowPolicy.Throw)
        {
            throw new WriteBackOverflowException(outcome == WriteOutcome.DirtyLimit
                ? $"The limit of dirty entries is reached: {_options.MaxDirtyRatio:P0} of {_options.Capacity}."
                : $"The cache is full, and none of its {_options.Capacity} entries is clean.");
        }

        if (!hasStalled)
            _counters.Mine.Stalls++;
        hasStalled = true;
        return false;
    }
}
