namespace WriteBack.Fast;

// The calls that may wait: for space, for a load, for the log, or for the store.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    private readonly Lock _closeLock = new();
    private Task<DrainReport>? _closeTask;

    /// <inheritdoc/>
    public ValueTask<LoadResult<TValue>> LookupAsync(TKey key, CancellationToken ct = default)
    {
        ThrowIfClosed();
        ulong hash = TTraits.Hash(in key);
        var presence = _shards.Of(hash).Read(in key, hash, out var value);
        CountRead(presence == Presence.Live);
        return presence == Presence.Absent
            ? _engine.Loads.LoadAsync(key, hash, ct)
            : new ValueTask<LoadResult<TValue>>(new LoadResult<TValue>(presence == Presence.Live, value));
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
        var waiter = _engine.WaiterFor(durability);
        ulong hash = TTraits.Hash(in key);
        var write = new PendingUpdate<TKey, TValue, TTraits, TArg>(
            _shards.Of(hash), key, hash, arg, update, FlushPriority.Normal);
        var outcome = write.Try(waiter);
        if (!TrySettle(outcome))
            return LoadAndUpdateAsync(key, write, outcome, waiter, ct);
        if (waiter is null)
            return new ValueTask<bool>(true);
        return waiter.WaitForTrueAsync(ct);
    }

    /// <inheritdoc/>
    public ValueTask<FlushReport> FlushAsync(CancellationToken ct = default)
    {
        ThrowIfClosed();
        return _engine.Waits.FlushAsync(ct);
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(TKey key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var waiter = _engine.StoredWaiters.Rent();
        ulong hash = TTraits.Hash(in key);
        var outcome = _shards.Of(hash).Await(in key, hash, waiter);
        if (outcome == WriteOutcome.Accepted)
            return waiter.WaitAsync(ct);
        _engine.StoredWaiters.Return(waiter);
        ThrowIfClosed();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<DrainReport> CloseAsync(CancellationToken ct = default)
    {
        lock (_closeLock)
            return new ValueTask<DrainReport>(_closeTask ??= CloseOnceAsync(ct));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Prepares the store, recovers what earlier runs have left on disk, and starts the flusher.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="ct">Cancels the opening.</param>
    /// <returns>The open cache.</returns>
    /// <exception cref="WriteAheadLogException">The log is open elsewhere, is damaged, or cannot be used.</exception>
    protected static async ValueTask<TCache> StartAsync<TCache>(TCache cache, CancellationToken ct)
        where TCache : WriteBackCache<TKey, TValue, TTraits>
    {
        ArgumentNullException.ThrowIfNull(cache);
        await new CacheOpener<TKey, TValue, TTraits>(cache._engine).OpenAsync(ct).ConfigureAwait(false);
        return cache;
    }

    private async Task<DrainReport> CloseOnceAsync(CancellationToken ct)
    {
        // The caller's thread holds the lock, so the rest runs on another thread: one of the pool, since the caller may block its
        // synchronisation context until the close has ended.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // From here on the fast path finds no entry, and the slow path checks whether the cache is closed.
        _fastWrites = _fastReads = _fastReads.Disabled();
        return await new CacheCloser<TKey, TValue, TTraits>(_engine).CloseAsync(ct).ConfigureAwait(false);
    }

    private ValueTask WriteAsync(
        TKey key, TValue value, WriteKind kind, WriteDurability durability, FlushPriority priority, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiter = _engine.WaiterFor(durability);
        ulong hash = TTraits.Hash(in key);
        var request = new WriteRequest<TKey, TValue>(key, hash, value, kind, priority);
        var write = new PendingSet<TKey, TValue, TTraits>(_shards.Of(hash), request);
        var outcome = write.Try(waiter);
        if (!TrySettle(outcome))
            return new ValueTask(_engine.Overflow.FinishAsync(write, outcome, waiter, _engine.Services.Options.Overflow, ct).AsTask());
        if (waiter is null)
            return ValueTask.CompletedTask;
        return waiter.WaitAsync(ct);
    }

    private async ValueTask<bool> LoadAndUpdateAsync<TArg>(
        TKey key, PendingUpdate<TKey, TValue, TTraits, TArg> write, WriteOutcome outcome, WriteWaiter? waiter, CancellationToken ct)
    {
        if (outcome == WriteOutcome.NotResident && !(await LookupAsync(key, ct).ConfigureAwait(false)).Found)
            return false;
        var overflow = _engine.Services.Options.Overflow;
        while (!await _engine.Overflow.FinishAsync(write, outcome, waiter, overflow, ct).ConfigureAwait(false))
        {
            // The entry was evicted again, or there was no room for it. A flush makes entries clean, so that room can be made.
            await _engine.Waits.FlushAsync(ct).ConfigureAwait(false);
            if (!(await LookupAsync(key, ct).ConfigureAwait(false)).Found)
                return false;
        }

        return true;
    }

    /// <summary>Counts a write that was accepted and does not have to pause.</summary>
    /// <returns><see langword="false"/> for every other outcome, which is not counted.</returns>
    private bool TrySettle(WriteOutcome outcome) => outcome != WriteOutcome.Throttled && _engine.Tally.TryCount(outcome);
}
