using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// What every generated cache derives from. Callers' threads work on the shards alone (Cache/); each accepted write
// leaves its slot's index in a ring, from which the flusher (Flush/) brings it to the store (Storage/). This file is the
// memory path and the wiring; WriteBackCache.Async.cs is what may wait.

/// <summary>The engine of generated caches. Not for use by hand.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <typeparam name="TTraits">What the generator knows of them.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class WriteBackCache<TKey, TValue, TTraits> : IWriteBackCache<TKey, TValue>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private readonly IWriteBackStore<TKey, TValue> _store;
    private readonly WriteBackOptions _options;
    private readonly ShardSet<TKey, TValue, TTraits> _shards;
    private readonly Flusher<TKey, TValue, TTraits> _flusher;
    private FastPath<TKey, TValue, TTraits> _routes;

    // Nothing is simple that is to be logged first.
    private FastPath<TKey, TValue, TTraits> _shortWrites;
    private readonly CacheMetrics _metrics;
    private readonly WaiterPool<StoredWaiter> _storedWaiters = new(static pool => new StoredWaiter(pool));

    /// <summary>Makes a cache that <see cref="StartAsync"/> then opens.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options have faults; each is named.</exception>
    protected WriteBackCache(EntrySchema<TKey, TValue> schema, IWriteBackStore<TKey, TValue> store, WriteBackOptions? options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(store);
        _options = (options ?? new WriteBackOptions()).Validated(schema.Name, ShardSet<TKey, TValue, TTraits>.BytesPerEntry, TTraits.Expires);
        _store = store;
        unsafe
        {
            _countersTable = _counters.Table;
        }

        var signal = new WakeSignal();
        var log = _options.Log is null
            ? null
            : new EntryLog<TKey, TValue>(new EntryCodec<TKey, TValue>(schema, _options.Serializer!))
            {
                Undertaker = (key, value, kind, version, reason) => _flusher!.Bury(key, value, kind, version, reason),
            };
        _shards = new ShardSet<TKey, TValue, TTraits>(_options, log, () => signal.Raise(WakeReasons.Backlog));
        _routes = _shards.Routes;
        _shortWrites = log is null ? _routes : _routes.Disabled();
        _metrics = new CacheMetrics(schema.Name, () => Statistics, () => Count, () => DirtyCount);
        var barrier = log is null ? null : new LogBarrier(() => log.Log);
        _flusher = new Flusher<TKey, TValue, TTraits>(schema, store, _options, _shards, barrier, signal, _metrics);
        if (log is not null)
            _log = new LogKeeper<TKey, TValue, TTraits>(_options, schema.Name, _shards, log, _flusher, _flusher.Logger);
        DeadLetters = new CacheDeadLetters(this);
    }

    /// <inheritdoc/>
    public int Count => _shards.Live;

    /// <inheritdoc/>
    public int DirtyCount => (int)_shards.Pinned;

    /// <inheritdoc/>
    public WriteBackStatistics Statistics
    {
        get
        {
            var calls = _counters.Sum();
            var background = _flusher.Counters;
            long pending = _shards.Pending;
            return new WriteBackStatistics
            {
                Hits = calls.Hits,
                Misses = calls.Misses,
                Loads = background.Loads,
                Writes = calls.Accepted + calls.Coalesced,
                Coalesced = calls.Coalesced + background.Coalesced,
                Stored = background.Stored,
                DeadLettered = background.DeadLettered,
                DeadLettersDropped = _flusher.DeadLettersDropped,
                Pending = pending,
                Flushes = background.Flushes,
                FlushErrors = background.FlushErrors,
                Retries = background.Retries,
                Evictions = _shards.Evictions,
                Expirations = _shards.Expirations,
                EstimatedBytes = _shards.EstimatedBytes,
                Stalls = calls.Stalls,
                LogAppends = _log?.Log.Appends ?? 0,
                LogSyncs = _log?.Log.Syncs ?? 0,
                IsStoreDown = _flusher.IsStoreDown,
                IsLogFaulted = _log?.Log.Fault is not null,
                OldestDirtyAge = pending == 0 ? TimeSpan.Zero : _flusher.OldestDirtyAge,
            };
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(in TKey key, out TValue value)
    {
        var routes = _routes;
        ulong hash = TTraits.Hash(in key);
        if (!routes.TryFindCandidate(hash, out nuint position) || !routes.TryRead(in key, hash, position, out value))
            return TryGetSlow(in key, hash, out value);
        if (TTraits.CountsReads)
            ThreadCounts.Hits++;
        GC.KeepAlive(this);
        return true;
    }

    /// <inheritdoc/>
    public bool Contains(in TKey key)
    {
        ThrowIfClosed();
        ulong hash = TTraits.Hash(in key);
        bool isLive = _shards.Of(hash).Contains(in key, hash);
        CountRead(isLive);
        GC.KeepAlive(this);
        return isLive;
    }

    /// <inheritdoc/>
    public void Set(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal)
    {
        var routes = _shortWrites;
        ulong hash = TTraits.Hash(in key);
        if (!routes.TryFindCandidate(hash, out nuint position) || !routes.TryCoalesce(in key, hash, position, in value, priority))
        {
            Write(in key, hash, position, in value, WriteKind.Upsert, priority);
            return;
        }

        ThreadCounts.Coalesced++;
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public bool TrySet(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal)
    {
        ThrowIfUnknown(priority);
        ulong hash = TTraits.Hash(in key);
        var write = new PendingSet<TKey, TValue, TTraits>(_shards.Of(hash), key, hash, value, WriteKind.Upsert, priority);
        if (TrySettle(_shards.Try(in write, waiter: null)))
            return true;

        _flusher.RequestFlush();
        return false;
    }

    /// <inheritdoc/>
    public bool Update<TArg>(in TKey key, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority = FlushPriority.Normal)
    {
        ArgumentNullException.ThrowIfNull(update);
        ThrowIfUnknown(priority);
        ThrowIfClosed();
        ulong hash = TTraits.Hash(in key);
        var shard = _shards.Of(hash);
        var outcome = shard.Update(in key, hash, arg, update, priority, waiter: null);
        if (outcome == WriteOutcome.NotResident)
            return false;
        return TrySettleSimply(outcome)
            || Finish(new PendingUpdate<TKey, TValue, TTraits, TArg>(shard, key, hash, arg, update, priority), outcome);
    }

    /// <inheritdoc/>
    public void Remove(in TKey key, FlushPriority priority = FlushPriority.Normal)
    {
        TValue none = default!;
        Write(in key, TTraits.Hash(in key), position: 0, in none, WriteKind.Delete, priority);
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<TKey, TValue>> Snapshot()
    {
        ThrowIfClosed();
        return Enumerate();

        IEnumerable<KeyValuePair<TKey, TValue>> Enumerate()
        {
            foreach (var shard in _shards.All)
            {
                for (int position = 0; position < shard.Positions; position++)
                {
                    if (shard.TryReadAt(position, out var key, out var value))
                        yield return new KeyValuePair<TKey, TValue>(key, value);
                }
            }
        }
    }

    /// <summary>Prepares the store, reads what earlier runs have left, and starts the flusher.</summary>
    /// <exception cref="WriteAheadLogException">The log is open elsewhere, is damaged, or cannot be used.</exception>
    protected static async ValueTask<TCache> StartAsync<TCache>(TCache cache, CancellationToken ct)
        where TCache : WriteBackCache<TKey, TValue, TTraits>
    {
        ArgumentNullException.ThrowIfNull(cache);
        ct.ThrowIfCancellationRequested();
        if (cache._store is IPreparableStore store)
            await store.PrepareAsync(new StoreContext(cache._options.Serializer!), ct).ConfigureAwait(false);
        await cache._flusher.OpenDeadLettersAsync().ConfigureAwait(false);
        await cache.StartAndRecoverAsync(ct).ConfigureAwait(false);
        CacheMeter.Add(cache._metrics);
        return cache;
    }

    private static void ThrowIfUnknown(FlushPriority priority)
    {
        if (priority is < FlushPriority.High or > FlushPriority.Low)
            Throw();

        static void Throw() => throw new ArgumentOutOfRangeException(nameof(priority), "Must be one of FlushPriority.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetSlow(in TKey key, ulong hash, out TValue value)
    {
        ThrowIfClosed();
        bool isLive = _shards.Of(hash).Read(in key, hash, out value) == Presence.Live;
        CountRead(isLive);
        GC.KeepAlive(this);
        return isLive;
    }

    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="position">The slot where it is thought to lie, if it is an upsert; 0 where nothing is thought.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">Whether it is a value or a remove.</param>
    /// <param name="priority">How soon it is to be stored.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write(in TKey key, ulong hash, nuint position, in TValue value, WriteKind kind, FlushPriority priority)
    {
        ThrowIfUnknown(priority);
        var shard = _shards.Of(hash);
        if (!shard.TryWriteClean(position, in key, in value, priority, out var outcome))
            WriteSlow(shard, in key, hash, in value, kind, priority);
        else if (outcome == WriteOutcome.Accepted)
            CountWrite();
        else
            Settle(shard, in key, hash, in value, kind, priority, outcome);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteSlow(
        Shard<TKey, TValue, TTraits> shard, in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority)
    {
        if (_log is null)
            Settle(shard, in key, hash, in value, kind, priority, shard.Write(in key, hash, in value, kind, priority, logRecord: null));
        else
            WriteLogged(shard, in key, hash, in value, kind, priority);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Settle(
        Shard<TKey, TValue, TTraits> shard, in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority,
        WriteOutcome outcome)
    {
        if (!TrySettleSimply(outcome))
            Finish(new PendingSet<TKey, TValue, TTraits>(shard, key, hash, value, kind, priority), outcome);
    }

    /// <summary>Counts a write that was accepted and has nothing to wait for.</summary>
    /// <returns><see langword="false"/> for any other, which is not counted.</returns>
    private bool TrySettleSimply(WriteOutcome outcome)
    {
        if (outcome > WriteOutcome.Coalesced)
        {
            if (outcome == WriteOutcome.Closed)
                ThrowClosed();
            if (outcome == WriteOutcome.DeadLettered)
                CountWrite();
            return outcome == WriteOutcome.DeadLettered;
        }

        if (outcome == WriteOutcome.Coalesced)
            ThreadCounts.Coalesced++;
        else
            CountWrite();
        return true;
    }

    /// <summary>Counts an accepted write.</summary>
    /// <returns><see langword="false"/> when it was not accepted for now.</returns>
    private bool TrySettle(WriteOutcome outcome)
    {
        if (outcome != WriteOutcome.Throttled)
            return TrySettleSimply(outcome);
        CountWrite();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfClosed()
    {
        if (_shards.IsClosed)
            ThrowClosed();
    }

    private void CloseShards()
    {
        // The memory path finds nothing in memory from here on, and then asks whether the cache is closed.
        _shortWrites = _routes = _routes.Disabled();
        _shards.Close();
    }

    private void ThrowClosed() => throw new ObjectDisposedException(GetType().Name);
}
