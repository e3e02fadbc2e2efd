namespace WriteBack.Fast;

// The slow path of writes that were not accepted at once. A throttled write pauses. A write without space meets the overflow
// policy. Each wait has a blocking and an asynchronous form, which share everything but the wait itself.
//
//   accepted, coalesced, dead-lettered ── counted ──► done
//   throttled ── counted ──► pauses until the pacer's moment, or until space ──► done
//   no space ── Wait, WriteThrough ──► waits for space, tries again
//            └─ Throw ──► WriteBackOverflowException

/// <summary>Finishes writes that met a limit. Thread-safe.</summary>
/// <param name="services">The cache's options, clocks, and measurements of the writers' waits.</param>
/// <param name="evictor">The evictor of all shards.</param>
/// <param name="pressure">The signals of the drainer and of space.</param>
/// <param name="tally">The counts of accepted writes.</param>
/// <param name="waiters">The waiters for writes that are to be written through.</param>
internal sealed class OverflowHandler(
    CacheServices services, IEvictor evictor, Backpressure pressure, WriteTally tally, WaiterPool<StoredWaiter> waiters)
{
    private readonly WriteBackOptions _options = services.Options;

    /// <summary>Finishes a write, blocking the thread.</summary>
    /// <param name="write">The write.</param>
    /// <param name="outcome">The outcome of the first try.</param>
    /// <returns><see langword="false"/> when the outcome is final (<see cref="WriteOutcomeExtensions"/>): nothing was written.</returns>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    /// <exception cref="WriteBackOverflowException">There is no space, and the overflow policy is to throw.</exception>
    public bool Finish<TWrite>(TWrite write, WriteOutcome outcome)
        where TWrite : struct, IPendingWrite
    {
        var stall = new Stall(services.Time);
        WriteWaiter? waiter = null;
        if (tally.TryCount(outcome))
        {
            while (outcome == WriteOutcome.Throttled && IsToPause(ref stall, CancellationToken.None, out var pause))
                Block(pause);
        }
        else
        {
            while (!TryNow(ref write, ref waiter, _options.Overflow, ref stall, out bool isFinal, out var space))
            {
                if (isFinal)
                    return false;
                Block(space);
            }
        }

        Record(in stall);
        if (waiter is not null)
        {
            Block(waiter.WaitAsync(CancellationToken.None).AsTask());
        }

        return true;
    }

    /// <summary>Finishes a write without blocking the thread.</summary>
    /// <param name="write">The write.</param>
    /// <param name="outcome">The outcome of the first try.</param>
    /// <param name="waiter">The caller's wait for the write to be logged or stored, or null.</param>
    /// <param name="overflow">The overflow policy of the write.</param>
    /// <param name="ct">Cancels the waits.</param>
    /// <returns><see langword="false"/> when the outcome is final (<see cref="WriteOutcomeExtensions"/>): nothing was written.</returns>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    /// <exception cref="WriteBackOverflowException">There is no space, and the overflow policy is to throw.</exception>
    public async ValueTask<bool> FinishAsync<TWrite>(
        TWrite write, WriteOutcome outcome, WriteWaiter? waiter, OverflowPolicy overflow, CancellationToken ct)
        where TWrite : struct, IPendingWrite
    {
        var stall = new Stall(services.Time);
        if (tally.TryCount(outcome))
        {
            // A caller that waits for the store is slow enough without a pause.
            while (outcome == WriteOutcome.Throttled && waiter is null && IsToPause(ref stall, ct, out var pause))
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
            await waiter.WaitAsync(ct).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Tries a write. If its shard has no clean entry to evict, evicts from another shard and tries again.</summary>
    public WriteOutcome Try<TWrite>(in TWrite write, WriteWaiter? waiter)
        where TWrite : struct, IPendingWrite
    {
        while (true)
        {
            var outcome = write.Try(waiter);
            if (outcome != WriteOutcome.CacheFull || !evictor.TryEvict())
                return outcome;
        }
    }

    private bool TryNow<TWrite>(
        ref TWrite write, ref WriteWaiter? waiter, OverflowPolicy overflow, ref Stall stall, out bool isFinal, out Task space)
        where TWrite : struct, IPendingWrite
    {
        // The task is taken before the try, so that space made after the try is not missed.
        space = pressure.Space.Next;
        var outcome = Try(in write, waiter);
        isFinal = outcome.IsFinal;
        if (isFinal)
            return false;
        if (tally.TryCount(outcome))
            return true;
        // A full log needs its oldest writes stored, and they may be young entries.
        if (outcome == WriteOutcome.LogFull)
            pressure.RequestFlush();
        else
            pressure.RequestSpace();
        if (overflow == OverflowPolicy.WriteThrough)
        {
            // High priority: this write goes ahead of the writes that filled the cache, whose callers do not wait.
            write.Priority = FlushPriority.High;
            waiter ??= waiters.Rent();
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

    /// <summary>Whether an accepted write has to pause, or to go on pausing.</summary>
    private bool IsToPause(ref Stall stall, CancellationToken ct, out Task until)
    {
        until = Task.CompletedTask;
        if (!IsThrottled(out _))
            return false;
        var space = pressure.Space.Next;
        if (!IsThrottled(out long dirty))
            return false;
        if (!stall.HasBegun)
        {
            pressure.Wake.Raise(WakeReasons.Work);
            var pause = pressure.Pacer.Next(dirty);
            if (pause == TimeSpan.Zero)
                return false;
            Begin(ref stall);
            stall.End = Task.Delay(pause, services.BackgroundTime, ct);
        }

        until = Task.WhenAny(stall.End, space);
        return !stall.End.IsCompleted;
    }

    private bool IsThrottled(out long dirty)
    {
        dirty = pressure.Quotas.Pinned;
        return !pressure.Closing.IsClosed && pressure.Pacer.IsThrottled(dirty);
    }

    /// <summary>Blocks until a task has ended. On a task the pool adds a thread for this one, and the growth hurries it.</summary>
    private void Block(Task until)
    {
        if (_options.GrowThreadPool)
            ThreadPoolGrowth.Shared.Wait(until);
        else
            until.GetAwaiter().GetResult();
    }

    private void Begin(ref Stall stall)
    {
        if (stall.TryBegin())
            tally.CountStall();
    }

    private void Record(in Stall stall)
    {
        if (stall.HasBegun)
            services.Metrics.RecordWriteWait(stall.Elapsed);
    }
}
