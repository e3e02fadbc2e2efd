using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WriteBack.Fast;

// The background of a cache: a timer and callers raise the signal; the drainer turns dirty entries into batches; the
// bounded channel hands them to the workers; the tracker knows what is still on its way.

/// <summary>Brings dirty entries to the store.</summary>
internal sealed class Flusher<TKey, TValue, TTraits> : IDisposable
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // How long a store may take to notice its cancellation before the cache closes without it.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(1);

    // Timers count in milliseconds, and take a period of none for once.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);

    private readonly WriteBackOptions _options;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _writing = new();
    private readonly WakeSignal _signal;
    private readonly StoreCircuitBreaker _retry;
    private readonly FlushWatermarks _tracker;
    private readonly DirtyTimeline _ageing;
    private readonly BatchPool<TKey, TValue> _pool;
    private readonly Channel<FlushBatch<TKey, TValue>> _batches;
    private readonly Drainer<TKey, TValue, TTraits> _drainer;
    private readonly FlushWorker<TKey, TValue, TTraits>[] _workers;
    private readonly DeadLetterAlert _episode;
    private readonly DeadLetterJournal<TKey, TValue>? _journal;
    private Task _running = Task.CompletedTask;
    private ITimer? _timer;
    private FlushWatermark _lastTick;

    public Flusher(
        EntrySchema<TKey, TValue> schema, IWriteBackStore<TKey, TValue> store, WriteBackOptions options,
        ShardSet<TKey, TValue, TTraits> shardSet, LogBarrier? barrier, WakeSignal signal, CacheMetrics metrics)
    {
        var shards = shardSet.All;
        (_options, _shards, _signal, _name) = (options, shards, signal, schema.Name);
        _logger = options.LoggerFactory is { } factory
            ? new NonThrowingLogger(factory.CreateLogger(typeof(WriteBackOptions).Namespace!))
            : NullLogger.Instance;
        DirtyRing[] rings = [.. shards.SelectMany(static shard => Enumerable.Range(0, RingNumber.Lanes).Select(shard.RingOf))];
        var versions = new VersionSource();
        int batchSize = Math.Min(options.MaxBatchSize, options.Capacity);
        var numbers = new BatchNumbers();
        _retry = new StoreCircuitBreaker(options.Retry, options.TimeProvider);
        Pacer = new WritePacer(shardSet.DirtyLimit, options.MaxConcurrentFlushes, options.TimeProvider);
        var caller = new StoreClient<TKey, TValue>(_name, store, options.TimeProvider, Pacer, metrics);
        DeadLetters = new DeadLetterQueue<TKey, TValue>(
            TraitsComparer<TKey, TTraits>.Instance, isJournaled: options.DeadLetterDirectory is not null);
        _episode = new DeadLetterAlert(_logger, _name);
        if (options.DeadLetterDirectory is not null)
        {
            var codec = new DeadLetterCodec<TKey, TValue>(new EntryCodec<TKey, TValue>(schema, options.Serializer!));
            _journal = new DeadLetterJournal<TKey, TValue>(DeadLetters, codec, _episode, _logger, _name);
        }

        _tracker = new FlushWatermarks(rings);
        _ageing = new DirtyTimeline(rings);
        _pool = new BatchPool<TKey, TValue>(() => new FlushBatch<TKey, TValue>(
            batchSize, rings.Length, versions,
            entries => new WriteBatch<TKey, TValue>(schema, options.Serializer!, entries)));
        _batches = Channel.CreateBounded<FlushBatch<TKey, TValue>>(
            new BoundedChannelOptions(options.MaxConcurrentFlushes) { SingleWriter = true });
        _drainer = new Drainer<TKey, TValue, TTraits>(
            shards, rings, batchSize, options.TimeToLive is not null, signal, _tracker, _ageing, _retry, _pool, _batches.Writer);
        _workers = new FlushWorker<TKey, TValue, TTraits>[options.MaxConcurrentFlushes];
        for (int worker = 0; worker < _workers.Length; worker++)
        {
            _workers[worker] = new FlushWorker<TKey, TValue, TTraits>(
                _name, caller, shards, options, _retry, Counters, DeadLetters, _journal, _episode, barrier, _logger, numbers);
        }

        Closed = _writing.Token;
        _lastTick = new FlushWatermark(Now, Now);
        _tracker.Begin(_lastTick);
    }

    /// <summary>Raised when a batch has been settled.</summary>
    public event Action? Settled;

    /// <summary>Where the cache logs, which never throws.</summary>
    public ILogger Logger => _logger;

    public FlushCounters Counters { get; } = new();

    public DeadLetterQueue<TKey, TValue> DeadLetters { get; }

    public SpaceSignal Gate { get; } = new();

    public WritePacer Pacer { get; }

    /// <inheritdoc cref="WriteBackStatistics.DeadLettersDropped"/>
    public long DeadLettersDropped => _episode.Dropped;

    /// <inheritdoc cref="WriteBackStatistics.IsStoreDown"/>
    public bool IsStoreDown => _retry.IsDown;

    /// <summary>Cancelled when the cache is closed and its store is not to be used any more.</summary>
    public CancellationToken Closed { get; }

    /// <summary>How long the oldest entry that is dirty now may have been so.</summary>
    public TimeSpan OldestDirtyAge
    {
        get
        {
            // Acquire: pairs with the release in OnTick.
            var tick = Volatile.Read(ref _lastTick);
            return _options.TimeProvider.GetElapsedTime(tick.Task.IsCompleted ? tick.Began : tick.Since);
        }
    }

    private long Now => _options.TimeProvider.GetTimestamp();

    /// <summary>Reads the dead letters of earlier runs, if there is a directory for them.</summary>
    /// <exception cref="IOException">Another cache has the directory open, or it cannot be used.</exception>
    public Task OpenDeadLettersAsync() => _journal is null
        ? Task.CompletedTask
        : Task.Run(() => _journal.Open(Path.Combine(_options.DeadLetterDirectory!, Uri.EscapeDataString(_name))));

    /// <summary>Brings what changed among the dead letters to disk, if there is a directory for them.</summary>
    public Task CommitDeadLettersAsync() => _journal is null ? Task.CompletedTask : Task.Run(_journal.Commit);

    /// <inheritdoc cref="CommitDeadLettersAsync"/>
    public void CommitDeadLetters() => _journal?.Commit();

    public void Start()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            StartHere();
            return;
        }

        // What the opener has in its context, its activity above all, is not to be the context of all that follows.
        using (ExecutionContext.SuppressFlow())
            StartHere();
    }

    public bool IsStarted { get; private set; }

    /// <summary>Has everything that is dirty by now stored as soon as can be.</summary>
    public void RequestFlush() => _signal.Raise(WakeReasons.Everything);

    /// <summary>Completes when everything accepted before the call is stored or dead-lettered.</summary>
    public async ValueTask<FlushReport> FlushAsync(CancellationToken ct)
    {
        long began = Now;
        long stored = Counters.Stored;
        long deadLettered = Counters.DeadLettered;
        var watch = new FlushWatermark(began, began);
        _tracker.Begin(watch);
        RequestFlush();
        try
        {
            await watch.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _tracker.Forget(watch);
            throw;
        }

        return new FlushReport(
            Counters.Stored - stored, Counters.DeadLettered - deadLettered, _options.TimeProvider.GetElapsedTime(began));
    }

    /// <summary>Stores what is dirty for as long as it may take, then stops. Nobody may write any more.</summary>
    public async ValueTask StopAsync(CancellationToken ct)
    {
        _timer?.Dispose();
        using var timeout = new CancellationTokenSource(_options.ShutdownTimeout, _options.TimeProvider);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await FlushAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            await CancelWritingAsync().ConfigureAwait(false);
        }

        await _draining.CancelAsync().ConfigureAwait(false);
        _signal.Raise(WakeReasons.Stop);
        await Task.WhenAny(_running, Task.Delay(CancellationGrace, CancellationToken.None)).ConfigureAwait(false);
        await CancelWritingAsync().ConfigureAwait(false);
        var fault = new ObjectDisposedException(_name, "The cache was closed before the store had answered.");
        _tracker.Abandon(fault);
        foreach (var shard in _shards)
        {
            shard.AbandonWaiters(fault);
            shard.AbandonLoads(fault);
        }

        _episode.End();
        var closing = CloseDeadLettersAsync();
        if (_running.IsCompleted)
            await closing.ConfigureAwait(false);
    }

    /// <summary>Makes a dead letter of a write that was never applied.</summary>
    public DeadLetteredException Bury(TKey key, TValue value, WriteKind kind, long version, Exception reason)
    {
        const int attempts = 1;
        _episode.OnDeadLettered(attempts, reason);
        Counters.AddDeadLetter();
        var letter = new DeadLetter<TKey, TValue>(
            key, value, kind, version, attempts, DeadLetterError.Of(reason), _options.TimeProvider.GetUtcNow());
        if (DeadLetters.Add(letter) is not null)
            _episode.OnDropped(1);
        return new DeadLetteredException($"A write of cache '{_name}' cannot be serialised for its log.", reason);
    }

    /// <summary>Tells the log how many writes the end of the cache has cost.</summary>
    public void ReportAbandoned(long writes) => LogMessages.Abandoned(_logger, _name, writes);

    public void Dispose()
    {
        _draining.Dispose();
        _writing.Dispose();
    }

    private void StartHere()
    {
        IsStarted = true;
        List<Task> tasks = [Task.Run(() => _drainer.RunAsync(_draining.Token))];
        tasks.AddRange(_workers.Select(worker => Task.Run(() => RunAsync(worker))));
        _running = Task.WhenAll(tasks);
        var interval = _options.FlushInterval;
        if (interval > TimeSpan.Zero && interval < ShortestInterval)
            interval = ShortestInterval;
        _timer = _options.TimeProvider.CreateTimer(
            static state => ((Flusher<TKey, TValue, TTraits>)state!).OnTick(), this, interval, interval);
    }

    private async ValueTask CancelWritingAsync()
    {
        try
        {
            await _writing.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // What the store has registered with its token threw. The cache closes all the same.
            LogMessages.CancellationFailed(_logger, _name, exception);
        }
    }

    private async Task CloseDeadLettersAsync()
    {
        // A store that ignores its cancellation keeps its worker, and so the files, until it returns.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _journal?.Close();
    }

    private async Task RunAsync(FlushWorker<TKey, TValue, TTraits> worker)
    {
        await foreach (var batch in _batches.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await worker.FlushAsync(batch, Closed).ConfigureAwait(false);
            bool isWatched = _tracker.EndBatch(batch.FillNumber, batch.QueuedUpTo, batch.HasFailed);
            // Entries that were written during their flight may be a full batch by now.
            _signal.Raise(isWatched || batch.HasFailed || batch.IsUrgent ? WakeReasons.Everything : WakeReasons.Backlog);
            _pool.Return(batch);
            Gate.Open();
            Settled?.Invoke();
        }
    }

    private void OnTick()
    {
        var last = _lastTick;
        if (last.Task.IsCompleted)
        {
            var tick = new FlushWatermark(Now, last.Began);
            Volatile.Write(ref _lastTick, tick);
            _tracker.Begin(tick);
        }

        _ageing.OnTick();
        RequestFlush();
    }
}
