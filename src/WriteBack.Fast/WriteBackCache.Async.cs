namespace WriteBack.Fast;

// What may wait: for space, for a load, for the store.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    private readonly Lock _closeLock = new();
    private Task<DrainReport>? _closing;

    /// <inheritdoc/>
    public ValueTask<LoadResult<TValue>> LookupAsync(TKey key, CancellationToken ct = default)
    {
        ThrowIfClosed();
        ulong hash = TTraits.Hash(in key);
        var shard = _shards.Of(hash);
        var presence = shard.Read(in key, hash, out var value);
        CountRead(presence == Presence.Live);
        if (presence == Presence.Absent)
        {
            ct.ThrowIfCancellationRequested();
            presence = shard.ReadOrLoad(in key, hash, out value, out var load, out bool isNew);
            if (isNew)
                _ = LoadAsync(shard, key, hash, load!);
            if (load is not null)
                return new ValueTask<LoadResult<TValue>>(load.Task.WaitAsync(ct));
        }

        return new ValueTask<LoadResult<TValue>>(new LoadResult<TValue>(presence == Presence.Live, value));
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(
        TKey key, TValue value, WriteDurability durability = WriteDurability.Memory,
        FlushPriority priority = FlushPriority.Normal, CancellationToken ct = default)
    {
        ThrowIfUnknown(priority);
        return WriteAsync(key, value, WriteKind.Upsert, durability, priority, ct);
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(TKey key, WriteDurability durability = WriteDurability.Memory, CancellationToken ct = default) =>
        WriteAsync(key, default!, WriteKind.Delete, durability, FlushPriority.Normal, ct);

    /// <inheritdoc/>
    public ValueTask<bool> UpdateAsync<TArg>(
        TKey key, TArg arg, UpdateAction<TValue, TArg> update,
        WriteDurability durability = WriteDurability.Memory, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        var waiter = WaiterFor(durability);
        ulong hash = TTraits.Hash(in key);
        var write = new PendingUpdate<TKey, TValue, TTraits, TArg>(
            _shards.Of(hash), key, hash, arg, update, FlushPriority.Normal);
        var outcome = write.Try(waiter);
        if (!TrySettleSimply(outcome))
            return LoadAndUpdateAsync(key, write, outcome, waiter, ct);
        if (waiter is null)
            return new ValueTask<bool>(true);
        RequestFlushFor(waiter);
        return waiter.WaitForTrueAsync(ct);
    }

    /// <inheritdoc/>
    public ValueTask<FlushReport> FlushAsync(CancellationToken ct = default)
    {
        ThrowIfClosed();
        return _flusher.FlushAsync(ct);
    }

    /// <inheritdoc/>
    public ValueTask<DrainReport> CloseAsync(CancellationToken ct = default)
    {
        lock (_closeLock)
            return new ValueTask<DrainReport>(_closing ??= CloseOnceAsync(ct));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private async Task<DrainReport> CloseOnceAsync(CancellationToken ct)
    {
        // Off the caller's thread, which holds the lock.
        await Task.Yield();
        long began = _options.TimeProvider.GetTimestamp();
        var counters = _flusher.Counters;
        long stored = counters.Stored;
        long deadLettered = counters.DeadLettered;
        CloseShards();
        _flusher.Gate.Open();
        await _flusher.StopAsync(ct).ConfigureAwait(false);
        long logged = _log is null ? 0 : await Task.Run(_log.Close).ConfigureAwait(false);
        var report = new DrainReport(
            counters.Stored - stored, counters.DeadLettered - deadLettered, _shards.Pending - logged, logged,
            _options.TimeProvider.GetElapsedTime(began));
        if (report.Abandoned > 0)
            _flusher.ReportAbandoned(report.Abandoned);
        CacheMeter.Remove(_metrics);
        _flusher.Dispose();
        return report;
    }

    private ValueTask WriteAsync(
        TKey key, TValue value, WriteKind kind, WriteDurability durability, FlushPriority priority, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiter = WaiterFor(durability);
        ulong hash = TTraits.Hash(in key);
        var write = new PendingSet<TKey, TValue, TTraits>(_shards.Of(hash), key, hash, value, kind, priority);
        var outcome = write.Try(waiter);
        if (!TrySettleSimply(outcome))
            return new ValueTask(FinishAsync(write, outcome, waiter, _options.Overflow, ct).AsTask());
        if (waiter is null)
            return ValueTask.CompletedTask;
        RequestFlushFor(waiter);
        return waiter.WaitAsync(ct);
    }

    private async ValueTask<bool> LoadAndUpdateAsync<TArg>(
        TKey key, PendingUpdate<TKey, TValue, TTraits, TArg> write, WriteOutcome outcome, WriteWaiter? waiter, CancellationToken ct)
    {
        if (outcome == WriteOutcome.NotResident && !(await LookupAsync(key, ct).ConfigureAwait(false)).Found)
            return false;
        while (!await FinishAsync(write, outcome, waiter, _options.Overflow, ct).ConfigureAwait(false))
        {
            // Evicted again, or nothing could make room for it: then what is dirty has to be stored first.
            await _flusher.FlushAsync(ct).ConfigureAwait(false);
            if (!(await LookupAsync(key, ct).ConfigureAwait(false)).Found)
                return false;
        }

        return true;
    }

    private WriteWaiter? WaiterFor(WriteDurability durability) => durability switch
    {
        WriteDurability.Memory => null,
        WriteDurability.Stored => _storedWaiters.Rent(),
        WriteDurability.Logged => LogWaiter(),
        _ => throw new ArgumentOutOfRangeException(nameof(durability), durability, "Must be one of WriteDurability."),
    };

    /// <summary>Makes sure that a wait is not for the interval.</summary>
    private void RequestFlushFor(WriteWaiter waiter)
    {
        if (waiter is StoredWaiter)
            _flusher.RequestFlush();
    }

    private async Task LoadAsync(Shard<TKey, TValue, TTraits> shard, TKey key, ulong hash, Load<TValue> load)
    {
        try
        {
            LoadResult<TValue> result;
            do
            {
                _flusher.Counters.AddLoad();
                result = await _store.LoadAsync(key, _flusher.Closed).ConfigureAwait(false);
            }
            while (!shard.TryEndLoad(in key, hash, load, ref result));

            load.Complete(result);
        }
        catch (Exception exception)
        {
            shard.FailLoad(in key);
            load.Fail(exception);
        }
    }
}
