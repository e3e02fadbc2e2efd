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
            _shards.Of(hash), key, hash, arg, update, FlushPriority.Normal, waiter);
        return waiter is null && Settle(write.Try())
            ? new ValueTask<bool>(true)
            : LoadAndUpdateAsync(key, write, waiter, ct);
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
        _shards.Close();
        _flusher.Gate.Open();
        await _flusher.StopAsync(ct).ConfigureAwait(false);
        var report = new DrainReport(
            counters.Stored - stored, counters.DeadLettered - deadLettered, _shards.Pending, Logged: 0,
            _options.TimeProvider.GetElapsedTime(began));
        if (report.Abandoned > 0)
            _flusher.ReportAbandoned(report.Abandoned);
        _flusher.Dispose();
        return report;
    }

    private ValueTask WriteAsync(
        TKey key, TValue value, WriteKind kind, WriteDurability durability, FlushPriority priority, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiter = WaiterFor(durability);
        ulong hash = TTraits.Hash(in key);
        var write = new PendingSet<TKey, TValue, TTraits>(_shards.Of(hash), key, hash, value, kind, priority, waiter);
        if (!Settle(write.Try()))
            return FinishAsync(write, waiter, ct);
        if (waiter is null)
            return ValueTask.CompletedTask;
        _flusher.Hurry();
        return new ValueTask(waiter.Task.WaitAsync(ct));
    }

    private async ValueTask FinishAsync<TWrite>(TWrite write, StoredWaiter? waiter, CancellationToken ct)
        where TWrite : struct, IPendingWrite
    {
        await WaitAsync(write, _options.Overflow, ct).ConfigureAwait(false);
        if (waiter is null)
            return;
        _flusher.Hurry();
        await waiter.Task.WaitAsync(ct).ConfigureAwait(false);
    }

    private async ValueTask<bool> LoadAndUpdateAsync<TArg>(
        TKey key, PendingUpdate<TKey, TValue, TTraits, TArg> write, StoredWaiter? waiter, CancellationToken ct)
    {
        while (true)
        {
            var found = await LookupAsync(key, ct).ConfigureAwait(false);
            if (!found.Found)
                return false;
            if (await WaitAsync(write, _options.Overflow, ct).ConfigureAwait(false))
                break;

            // Evicted again, or nothing could make room for it: then what is dirty has to be stored first.
            await _flusher.FlushAsync(ct).ConfigureAwait(false);
        }

        if (waiter is not null)
        {
            _flusher.Hurry();
            await waiter.Task.WaitAsync(ct).ConfigureAwait(false);
        }

        return true;
    }

    private static StoredWaiter? WaiterFor(WriteDurability durability) => durability switch
    {
        WriteDurability.Memory => null,
        WriteDurability.Stored => new StoredWaiter(),
        WriteDurability.Logged => throw new InvalidOperationException(
            "WriteDurability.Logged needs a write-ahead log, and this cache has none. Use Memory or Stored."),
        _ => throw new ArgumentOutOfRangeException(nameof(durability), durability, "Must be one of WriteDurability."),
    };

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
