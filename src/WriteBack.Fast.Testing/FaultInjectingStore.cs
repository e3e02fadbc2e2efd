using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>
/// Wraps a store to fail, stall and record on command. A write first waits while paused, then for the delay, then meets the
/// failures asked for, then the poison, then the inner store. Thread-safe.
/// </summary>
/// <param name="inner">Where what does not fail goes.</param>
/// <param name="timeProvider">The clock of <see cref="Delay"/>; the system's by default.</param>
public sealed class FaultInjectingStore<TKey, TValue>(IWriteBackStore<TKey, TValue> inner, TimeProvider? timeProvider = null)
    : IWriteBackStore<TKey, TValue>, IPreparableStore, IFailureClassifier
    where TKey : struct
    where TValue : notnull
{
    private readonly IWriteBackStore<TKey, TValue> _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;
    private readonly BatchRecorder<TKey, TValue> _recorder = new();
    private readonly CallCounter _writes = new();
    private readonly CallCounter _loads = new();
    private readonly FaultPlan _writeFaults = new();
    private readonly FaultPlan _loadFaults = new();
    private readonly Gate _writeGate = new();
    private readonly Gate _loadGate = new();
    private readonly ConditionalWeakTable<Exception, object?> _poisonous = [];
    private volatile Poisoning? _poison;
    private long _delayTicks;

    /// <summary>A copy of the record of every batch that reached this store, in the order in which they did.</summary>
    public IReadOnlyList<RecordedBatch<TKey, TValue>> Batches => _recorder.Batches;

    /// <summary>The next <paramref name="n"/> writes throw, after those asked for before.</summary>
    /// <param name="n">How many; at least 1.</param>
    /// <param name="exception">What they throw.</param>
    public void FailNext(int n, Exception exception) => _writeFaults.Add(n, exception);

    /// <summary>The next <paramref name="n"/> loads throw, after those asked for before.</summary>
    /// <param name="n">How many; at least 1.</param>
    /// <param name="exception">What they throw.</param>
    public void FailLoads(int n, Exception exception) => _loadFaults.Add(n, exception);

    /// <summary>
    /// From now on a batch throws, and nothing of it is written, when it holds an entry that matches. Replaces the poison before.
    /// The exception means <see cref="StoreFailure.Entry"/>.
    /// </summary>
    /// <param name="predicate">Which entries are poison.</param>
    /// <param name="exception">What a write throws.</param>
    public void Poison(Func<WriteEntry<TKey, TValue>, bool> predicate, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(exception);
        _poisonous.TryAdd(exception, null);
        _poison = new Poisoning(predicate, exception);
    }

    /// <summary>Takes back every failure asked for, and the poison.</summary>
    public void Cure()
    {
        _poison = null;
        _writeFaults.Clear();
        _loadFaults.Clear();
    }

    /// <summary>Holds writes until <see cref="Resume"/>, or until their token is cancelled.</summary>
    public void Pause() => _writeGate.Close();

    /// <summary>Lets the writes that wait go on.</summary>
    public void Resume() => _writeGate.Open();

    /// <summary>Holds loads until <see cref="ResumeLoads"/>, or until their token is cancelled.</summary>
    public void PauseLoads() => _loadGate.Close();

    /// <summary>Lets the loads that wait go on.</summary>
    public void ResumeLoads() => _loadGate.Open();

    /// <summary>From now on each write takes this long; zero ends that.</summary>
    public void Delay(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        Volatile.Write(ref _delayTicks, span.Ticks);
    }

    /// <summary>Completes when this many writes in all have reached this store, whatever became of them.</summary>
    public Task WaitForWriteAsync(int calls, CancellationToken ct = default) => _writes.WaitForAsync(calls, ct);

    /// <summary>Completes when this many loads in all have reached this store, whatever became of them.</summary>
    public Task WaitForLoadAsync(int calls, CancellationToken ct = default) => _loads.WaitForAsync(calls, ct);

    /// <inheritdoc/>
    public ValueTask PrepareAsync(StoreContext context, CancellationToken ct) =>
        _inner is IPreparableStore preparable ? preparable.PrepareAsync(context, ct) : ValueTask.CompletedTask;

    /// <summary>Asks the inner store about any exception, one that was asked for included, except for those of the poison.</summary>
    /// <returns><see cref="StoreFailure.Entry"/> for an exception of <see cref="Poison"/>. For another one
    /// <see cref="StoreFailure.Unknown"/> if the inner store is no <see cref="IFailureClassifier"/>.</returns>
    public StoreFailure Classify(Exception exception)
    {
        if (_poisonous.TryGetValue(exception, out _))
            return StoreFailure.Entry;
        return _inner is IFailureClassifier classifier ? classifier.Classify(exception) : StoreFailure.Unknown;
    }

    /// <inheritdoc/>
    public async ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct)
    {
        _loads.Add();
        await _loadGate.WaitAsync(ct).ConfigureAwait(false);
        if (_loadFaults.Next() is { } fault)
            throw fault;
        return await _inner.LoadAsync(key, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int place = _recorder.Begin(batch);
        _writes.Add();
        try
        {
            // In the caller's context, since a cache calls its store on a flush thread.
            await _writeGate.WaitAsync(ct);
            await TakeTimeAsync(ct);
            ThrowIfFaulty(batch);
            await _inner.WriteAsync(batch, ct);
            _recorder.End(place, batch, error: null);
        }
        catch (Exception exception)
        {
            _recorder.End(place, batch, exception);
            throw;
        }
    }

    private Task TakeTimeAsync(CancellationToken ct)
    {
        // Pairs with the write in Delay.
        long ticks = Volatile.Read(ref _delayTicks);
        return ticks > 0 ? Task.Delay(TimeSpan.FromTicks(ticks), _timeProvider, ct) : Task.CompletedTask;
    }

    private void ThrowIfFaulty(WriteBatch<TKey, TValue> batch)
    {
        if (_writeFaults.Next() is { } fault)
            throw fault;
        if (_poison is not { } poison)
            return;
        foreach (ref readonly var entry in batch.Entries)
        {
            if (poison.Predicate(entry))
                throw poison.Exception;
        }
    }

    private sealed record Poisoning(Func<WriteEntry<TKey, TValue>, bool> Predicate, Exception Exception);
}
