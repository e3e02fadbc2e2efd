namespace WriteBack.Fast;

// The out-of-line path of writes that met a limit.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    /// <summary>Tries a write until there is space for it, blocking the thread.</summary>
    /// <returns><see langword="false"/> when it is not to be tried again: its entry is not where it needs it.</returns>
    private bool Wait<TWrite>(in TWrite write)
        where TWrite : struct, IPendingWrite
    {
        bool hasStalled = false;
        while (!TryNow(in write, _options.Overflow, ref hasStalled, out bool mayChange, out var space))
        {
            if (!mayChange)
                return false;
            space.Wait();
        }

        return true;
    }

    /// <inheritdoc cref="Wait"/>
    private async ValueTask<bool> WaitAsync<TWrite>(TWrite write, OverflowPolicy overflow, CancellationToken ct)
        where TWrite : struct, IPendingWrite
    {
        bool hasStalled = false;
        while (!TryNow(in write, overflow, ref hasStalled, out bool mayChange, out var space))
        {
            if (!mayChange)
                return false;
            await space.WaitAsync(ct).ConfigureAwait(false);
        }

        return true;
    }

    private bool TryNow<TWrite>(
        in TWrite write, OverflowPolicy overflow, ref bool hasStalled, out bool mayChange, out Task space)
        where TWrite : struct, IPendingWrite
    {
        // Before the try, so that space made after it is not missed.
        space = _flusher.Gate.Next;
        var outcome = _shards.Try(in write);
        mayChange = outcome.MayChange;
        if (Settle(outcome))
            return true;
        if (!mayChange)
            return false;
        _flusher.Hurry();
        if (overflow == OverflowPolicy.Throw)
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
