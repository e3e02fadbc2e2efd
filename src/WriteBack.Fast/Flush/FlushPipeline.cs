namespace WriteBack.Fast;

// The background of a cache. The timer and callers raise the signal. The drainer copies dirty entries into batches. A bounded queue
// hands the batches to the workers. The watermarks know which entries are on their way. Drainer and workers run in a FlushContext of
// the cache, on the flush threads. Their awaits resume there, so none of them is configured not to.

/// <summary>Brings dirty entries to the store, from <see cref="Start"/> to <see cref="StopAsync"/>.</summary>
internal sealed class FlushPipeline<TKey, TValue> : IDisposable
    where TKey : struct
    where TValue : notnull
{
    // The time that a store has to react to its cancellation before the cache closes without it.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(1);

    private readonly CacheServices _services;
    private readonly FlushSources<TKey, TValue> _sources;
    private readonly FlushWatermarks _watermarks;
    private readonly FlushWaits _waits;
    private readonly Backpressure _pressure;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _writing = new();
    private readonly StoreCondition _condition;
    private readonly RetryQueue _retries;
    private readonly Drainer<TKey, TValue> _drainer;
    private readonly FlushWorker<TKey, TValue>[] _workers;
    private Task _running = Task.CompletedTask;

    /// <summary>Wires a pipeline.</summary>
    /// <param name="services">The cache's name, options, logger and counters.</param>
    /// <param name="stage">The shards, the watches and the signals.</param>
    /// <param name="store">The store.</param>
    /// <param name="sink">The dead letters.</param>
    /// <param name="guard">The log's guard.</param>
    /// <param name="view">A factory of the store's view of a batch's entries.</param>
    public FlushPipeline(
        CacheServices services, FlushStage<TKey, TValue> stage, StoreClient<TKey, TValue> store, DeadLetterSink<TKey, TValue> sink,
        IFlushGuard guard, Func<WriteEntry<TKey, TValue>[], WriteBatch<TKey, TValue>> view)
    {
        (_services, _sources, _watermarks, _waits, _pressure) = (services, stage.Sources, stage.Watermarks, stage.Waits, stage.Pressure);
        var options = services.Options;
        var rings = stage.Sources.Rings;
        var versions = new VersionSource();
        var pool = new BatchPool<TKey, TValue>(
            options.BatchSize, () => new FlushBatch<TKey, TValue>(options.BatchSize, rings.Length, versions, view));
        var batches = new BatchQueue<TKey, TValue>(
            pool, options.MaxConcurrentFlushes, _watermarks, _pressure, guard, FlushThreads.Shared);
        _condition = new StoreCondition(
            new StoreCircuitBreaker(options.Retry, services.BackgroundTime), new BatchSizer(options.BatchSize), new LoneFailures());
        _retries = new RetryQueue(_pressure.Clock, options.TimeProvider);
        _drainer = new Drainer<TKey, TValue>(_sources, _pressure, _watermarks, _retries, _condition, batches);
        var settlement = new BatchSettlement<TKey, TValue>(services, stage, sink, _retries, _condition.Lone);
        var line = new FlushLine<TKey, TValue>(
            services, batches, store, _condition, settlement, sink, guard, new BatchId(), stage.Observers);
        _workers = [.. Enumerable.Range(0, options.MaxConcurrentFlushes).Select(_ => new FlushWorker<TKey, TValue>(line))];
        Closed = _writing.Token;
    }

    /// <inheritdoc cref="WriteBackStatistics.IsStoreDown"/>
    public bool IsStoreDown => _condition.Circuit.IsDown;

    /// <summary>The number of entries that fail whenever they are tried alone, while others are stored.</summary>
    public int IsolatedEntries => _condition.Lone.Isolated;

    /// <summary>The age that the oldest dirty entry has at most; zero if there is none.</summary>
    public TimeSpan OldestDirtyAge
    {
        get
        {
            // The rings first: an entry that leaves them meanwhile is found on its way.
            long since = _pressure.Clock.OldestSince;
            since = Math.Min(since, _watermarks.OldestSince);
            return since == long.MaxValue ? TimeSpan.Zero : _services.Time.GetElapsedTime(since);
        }
    }

    /// <summary>A token that is cancelled when the cache is closed and the store must not be used any more.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Completes when the drainer and all workers have ended.</summary>
    public Task Running => _running;

    /// <summary>Starts the drainer, the workers and the timer, unless they run already.</summary>
    public void Start()
    {
        if (_running != Task.CompletedTask)
            return;
        if (ExecutionContext.IsFlowSuppressed())
        {
            StartHere();
            return;
        }

        // The timer must not inherit the opener's execution context, its current activity above all. The flush threads have their own.
        using (ExecutionContext.SuppressFlow())
            StartHere();
    }

    /// <summary>Stores what is dirty within <see cref="WriteBackOptions.ShutdownTimeout"/>, then stops. The cache must refuse writes
    /// already.</summary>
    /// <param name="ct">Ends the attempt to store early.</param>
    /// <returns>The exception for the callers whose writes were not stored.</returns>
    public async ValueTask<Exception> StopAsync(CancellationToken ct)
    {
        _retries.Hurry();
        _condition.Circuit.Hurry();
        using var timeout = new CancellationTokenSource(_services.Options.ShutdownTimeout, _services.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await _waits.FlushAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            await CancelWritingAsync().ConfigureAwait(false);
        }

        await _draining.CancelAsync().ConfigureAwait(false);
        _pressure.Wake.Raise(WakeReasons.Stop);
        await Task.WhenAny(_running, Task.Delay(CancellationGrace, CancellationToken.None)).ConfigureAwait(false);
        await CancelWritingAsync().ConfigureAwait(false);
        var fault = new ObjectDisposedException(_services.Name, "The cache was closed before the store had answered.");
        _watermarks.Abandon(fault);
        _sources.AbandonWaiters(fault);
        return fault;
    }

    public void Dispose()
    {
        _pressure.Clock.Dispose();
        _draining.Dispose();
        _writing.Dispose();
    }

    private void StartHere()
    {
        var context = new FlushContext(
            FlushThreads.Shared, exception => LogMessages.CallbackFailed(_services.Logger, _services.Name, exception));
        List<Task> loops = [context.Run(() => _drainer.RunAsync(_draining.Token))];
        loops.AddRange(_workers.Select(worker => context.Run(() => worker.RunAsync(Closed))));
        _running = Task.WhenAll(loops);
        _pressure.Clock.Start();
    }

    private async ValueTask CancelWritingAsync()
    {
        try
        {
            await _writing.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // A callback that the store registered with its token threw. The cache closes all the same.
            LogMessages.CancellationFailed(_services.Logger, _services.Name, exception);
        }
    }
}

/// <summary>The part of a pipeline that does not know the store.</summary>
/// <param name="Sources">The shards.</param>
/// <param name="Watermarks">The watches over entries on their way.</param>
/// <param name="Waits">The callers' waits for a flush.</param>
/// <param name="Pressure">The signals of the drainer and of space.</param>
/// <param name="Observers">The observers of the cache.</param>
internal sealed record FlushStage<TKey, TValue>(
    FlushSources<TKey, TValue> Sources, FlushWatermarks Watermarks, FlushWaits Waits, Backpressure Pressure,
    Observers<TKey, TValue> Observers)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Makes the stage of a cache.</summary>
    public static FlushStage<TKey, TValue> Of(CacheServices services, FlushSources<TKey, TValue> sources, Backpressure pressure)
    {
        var watermarks = new FlushWatermarks(sources.Rings);
        var waits = new FlushWaits(services, watermarks, pressure);
        return new FlushStage<TKey, TValue>(sources, watermarks, waits, pressure, new Observers<TKey, TValue>(services));
    }
}
