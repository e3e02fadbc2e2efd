using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The parts of a cache, each made from those below it:
//
//   services ─► pressure ─► shards ─► stage ─► log ─► pipeline ─► loads
//
// Callers' threads work on the shards alone. Each accepted write leaves its slot's index in a ring, from which the pipeline brings
// the entry to the store.

/// <summary>The parts of one cache, and their wiring.</summary>
internal sealed class CacheEngine<TKey, TValue, TTraits> : IObservedCache
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Makes the parts. Nothing runs yet.</summary>
    /// <param name="owner">The cache's type, for exceptions.</param>
    /// <param name="schema">The schema of the entries.</param>
    /// <param name="store">The store.</param>
    /// <param name="options">The validated options.</param>
    public CacheEngine(Type owner, EntrySchema<TKey, TValue> schema, IWriteBackStore<TKey, TValue> store, WriteBackOptions options)
    {
        var services = CacheServices.Of(options.Instance ?? schema.Name, options);
        var closing = new CloseFlag(owner.Name);
        var quotas = DirtyQuotaPool.Of(options);
        var pacer = new WritePacer(quotas.Entries, quotas.Background, options.MaxConcurrentFlushes, options.TimeProvider);
        var wake = new WakeSignal();
        var codec = new EntryCodec<TKey, TValue>(schema, options.Serializer!);
        var log = options.Log is null ? null : new EntryLog<TKey, TValue>(codec);
        Services = services;
        Pressure = new Backpressure(closing, wake, new SpaceSignal(), pacer, quotas, new DirtyClock(options, services.BackgroundTime, wake));
        Sink = new DeadLetterSink<TKey, TValue>(services, codec, TraitsComparer<TKey, TTraits>.Instance);
        var recorder = new WriteRecorder<TKey, TValue>(log, Sink, closing);
        Shards = new ShardSet<TKey, TValue, TTraits>(options, Pressure, recorder, Sink);
        var stage = FlushStage<TKey, TValue>.Of(services, Shards.Sources, Pressure);
        Waits = stage.Waits;
        Observers = stage.Observers;
        Log = log is null ? null : new CacheLog<TKey, TValue>(services, log, stage, Sink);
        Store = new StoreClient<TKey, TValue>(services, store, pacer);
        Pipeline = new FlushPipeline<TKey, TValue>(
            services, stage, Store, Sink, Log is null ? NoFlushGuard.Instance : Log,
            entries => new WriteBatch<TKey, TValue>(schema, options.Serializer!, entries));
        Loads = new LoadCoalescer<TKey, TValue, TTraits>(Shards, Store, services.Name, Pipeline.Closed);
        Tally = new WriteTally(Calls, closing);
        Overflow = new OverflowHandler(services, Shards, Pressure, Tally, StoredWaiters);
    }

    public CacheServices Services { get; }

    public Backpressure Pressure { get; }

    public ShardSet<TKey, TValue, TTraits> Shards { get; }

    public DeadLetterSink<TKey, TValue> Sink { get; }

    /// <summary>The log, or null.</summary>
    public CacheLog<TKey, TValue>? Log { get; }

    public StoreClient<TKey, TValue> Store { get; }

    public FlushPipeline<TKey, TValue> Pipeline { get; }

    /// <summary>The callers' waits for a flush.</summary>
    public FlushWaits Waits { get; }

    /// <summary>The observers of the cache.</summary>
    public Observers<TKey, TValue> Observers { get; }

    public LoadCoalescer<TKey, TValue, TTraits> Loads { get; }

    public OverflowHandler Overflow { get; }

    /// <summary>Counts the outcomes of writes.</summary>
    public WriteTally Tally { get; }

    /// <summary>The counts of the callers.</summary>
    public StripedCounters Calls { get; } = new();

    /// <summary>The waiters for writes to be stored.</summary>
    public WaiterPool<StoredWaiter> StoredWaiters { get; } = new(static pool => new StoredWaiter(pool));

    /// <summary>The waiters for writes to be logged.</summary>
    public WaiterPool<LogWaiter> LogWaiters { get; } = new(static pool => new LogWaiter(pool));

    public CacheMetrics Metrics => Services.Metrics;

    public int Count => Shards.Live;

    public int DirtyCount => (int)Shards.Sources.Pinned;

    public WriteBackStatistics Statistics
    {
        get
        {
            var calls = Calls.Sum();
            var background = Services.Counters;
            long pending = Shards.Sources.Pending;
            return new WriteBackStatistics
            {
                Hits = calls.Hits,
                Misses = calls.Misses,
                Loads = background.Loads,
                Writes = calls.Accepted + calls.Coalesced,
                Coalesced = calls.Coalesced + background.Coalesced,
                Stored = background.Stored,
                DeadLettered = background.DeadLettered,
                DeadLettersDropped = Sink.Dropped,
                Pending = pending,
                Flushes = background.Flushes,
                FlushErrors = background.FlushErrors,
                Retries = background.Retries,
                Evictions = Shards.Evictions,
                Expirations = Shards.Expirations,
                EstimatedBytes = Shards.EstimatedBytes,
                Stalls = calls.Stalls,
                LogAppends = Log?.Log?.Appends ?? 0,
                LogSyncs = Log?.Log?.Syncs ?? 0,
                IsStoreDown = Pipeline.IsStoreDown,
                IsLogFaulted = Log?.Log?.Fault is not null,
                OldestDirtyAge = pending == 0 ? TimeSpan.Zero : Pipeline.OldestDirtyAge,
            };
        }
    }

    /// <summary>A waiter for a write of a durability, or null for <see cref="WriteDurability.Memory"/>.</summary>
    /// <exception cref="InvalidOperationException">The write is to be logged, and the cache has no log.</exception>
    /// <exception cref="WriteAheadLogException">The write is to be logged, and the log has faulted.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The durability is none of <see cref="WriteDurability"/>.</exception>
    public WriteWaiter? WaiterFor(WriteDurability durability) => durability switch
    {
        WriteDurability.Memory => null,
        WriteDurability.Stored => StoredWaiters.Rent(),
        WriteDurability.Logged => LogWaiter(),
        _ => throw new ArgumentOutOfRangeException(nameof(durability), durability, "Must be one of WriteDurability."),
    };

    private LogWaiter LogWaiter()
    {
        if (Log is null)
        {
            throw new InvalidOperationException(
                "WriteDurability.Logged needs a write-ahead log, and this cache has none. Use Memory or Stored.");
        }

        return Log.Log.Fault is { } fault ? throw fault : LogWaiters.Rent();
    }
}
