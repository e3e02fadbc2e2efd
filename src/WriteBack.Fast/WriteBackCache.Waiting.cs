namespace WriteBack.Fast;

// The out-of-line path of writes that were not simply accepted: they pause while dirty entries are many, and meet the
// overflow policy when there is no space. Each wait comes in a blocking and an asynchronous form, which share all but
// the wait itself.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    /// <summary>Brings a write to its end, blocking the thread.</summary>
    /// <param name="write">The write.</param>
    /// <param name="outcome">What became of the first try.</param>
    /// <returns><see langword="false"/> when it is not to be tried again: its entry is not as it needs it.</returns>
    private bool Finish<TWrite>(TWrite write, WriteOutcome outcome)
        where TWrite : struct, IPendingWrite
    {
        var stall = new Stall(_options.TimeProvider);
        if (outcome == WriteOutcome.Throttled)
        {
            CountWrite();
            while (IsToPause(ref stall, CancellationToken.None, out var pause))
                pause.Wait();
            Record(in stall);
            return true;
        }

        WriteWaiter? waiter = null;
        while (!TryNow(ref write, ref waiter, _options.Overflow, ref stall, out bool isFinal, out var space))
        {
            if (isFinal)
                return false;
            space.Wait();
        }

        Record(in stall);
        if (waiter is not null)
        {
            RequestFlushFor(waiter);
            waiter.WaitAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        return true;
    }

    /// <summary>Brings a write to its end.</summary>
    /// <param name="write">The write.</param>
    /// <param name="outcome">What became of the first try.</param>
    /// <param name="waiter">Who waits for the store to have it, or null.</param>
    /// <param name="overflow">What it meets when there is no space.</param>
    /// <param name="ct">Ends the waits.</param>
    /// <returns><see langword="false"/> when it is not to be tried again: its entry is not as it needs it.</returns>
    private async ValueTask<bool> FinishAsync<TWrite>(
        TWrite write, WriteOutcome outcome, WriteWaiter? waiter, OverflowPolicy overflow, CancellationToken ct)
        where TWrite : struct, IPendingWrite
    {
        var stall = new Stall(_options.TimeProvider);
        if (outcome == WriteOutcome.Throttled)
        {
            CountWrite();

            // Who waits for the store is slow enough.
            while (waiter is null && IsToPause(ref stall, ct, out var pause))
                await pause.ConfigureAwait(false);
        }
        else
        {
            while (!TryNow(ref write, ref waiter, overflow, ref stall, out bool isFinal, out var space))
            {
                if (isFinal)
                    return false;
                await space.WaitAsync(ct).ConfigureAwait(false);
            }
        }

        Record(in stall);
        if (waiter is not null)
        {
            RequestFlushFor(waiter);
            await waiter.WaitAsync(ct).ConfigureAwait(false);
        }

        return true;
    }

    private bool TryNow<TWrite>(
        ref TWrite write, ref WriteWaiter? waiter, OverflowPolicy overflow, ref Stall stall, out bool isFinal, out Task space)
        where TWrite : struct, IPendingWrite
    {
        // Before the try, so that space made after it is not missed.
        space = _flusher.Gate.Next;
        var outcome = _shards.Try(in write, waiter);
        isFinal = outcome.IsFinal;
        if (isFinal)
            return false;
        if (TrySettle(outcome))
            return true;
        _flusher.RequestFlush();
        if (overflow == OverflowPolicy.WriteThrough)
        {
            // Ahead of all the writes that filled the cache, and whose callers do not wait.
            write.Priority = FlushPriority.High;
            waiter ??= _storedWaiters.Rent();
        }
        else if (overflow == OverflowPolicy.Throw)
        {
            throw new WriteBackOverflowException(outcome switch
            {
                WriteOutcome.DirtyLimit => $"The limit of dirty entries is reached: {_options.MaxDirtyRatio:P0} of {_options.Capacity}.",
                WriteOutcome.LogFull => "The write-ahead log is full, or its disk is too slow.",
                _ => $"The cache is full, and none of its {_options.Capacity} entries is clean.",
            });
        }

        Begin(ref stall);
        return false;
    }

    /// <summary>Whether an accepted write is to pause, or to pause on.</summary>
    private bool IsToPause(ref Stall stall, CancellationToken ct, out Task until)
    {
        until = Task.CompletedTask;
        var space = _flusher.Gate.Next;
        long dirty = _shards.Pinned;
        if (_shards.IsClosed || !_flusher.Pacer.IsThrottled(dirty))
            return false;
        if (!stall.HasBegun)
        {
            _flusher.RequestFlush();
            var pause = _flusher.Pacer.Next(dirty);
            if (pause == TimeSpan.Zero)
                return false;
            Begin(ref stall);
            stall.End = Task.Delay(pause, _options.TimeProvider, ct);
        }

        until = Task.WhenAny(stall.End, space);
        return !stall.End.IsCompleted;
    }

    private void Begin(ref Stall stall)
    {
        if (stall.TryBegin())
            ThreadCounts.Stalls++;
    }

    private void Record(in Stall stall)
    {
        if (stall.HasBegun)
            _metrics.RecordWriteWait(stall.Elapsed);
    }
}
