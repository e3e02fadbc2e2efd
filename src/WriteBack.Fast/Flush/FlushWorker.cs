using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The store's answers, and what follows from each:
//
//   success               each entry is acknowledged, except those that the store rejected by name
//   an outage             every entry of the batch is dirty again, no attempt is used up, the circuit opens, and batches get smaller
//   any other failure     some entry is bad: the batch is tried in halves until each bad entry stands alone
//   a bad entry           is tried again with later batches, MaxAttempts times in all, then becomes a dead letter
//
// Before the store is called, the log has every write of the batch (LogBarrier), and the dead letters on disk are up to date. They
// are up to date again before the batch is handed back.

/// <summary>Writes batches to the store.</summary>
internal sealed class FlushWorker<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly FlushLine<TKey, TValue> _line;
    private readonly FailureClassifier _failures;
    private readonly Stack<BatchPart> _parts = [];

    /// <summary>Makes a worker.</summary>
    /// <param name="line">The objects that the workers share.</param>
    public FlushWorker(FlushLine<TKey, TValue> line)
    {
        _line = line;
        _failures = new FailureClassifier(line.Services.Options.IsTransient, line.Store.Classifier);
    }

    /// <summary>Flushes batches until the queue ends.</summary>
    /// <param name="ct">Cancels the calls of the store. Later batches are settled without calling it.</param>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await _line.Batches.WaitForBatchAsync())
        {
            while (_line.Batches.TryTake(out var batch))
            {
                await FlushAsync(batch, ct);
                _line.Batches.End(batch);
            }
        }
    }

    /// <summary>Settles every entry of a batch, whatever the store's answer is.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync(FlushBatch<TKey, TValue> batch, CancellationToken ct)
    {
        await PassGuardAsync(batch.LastVersion, ct);
        _line.Sink.BeforeStore(batch);
        bool hasStored = false;
        bool hasRefused = false;
        PushParts(batch);
        while (_parts.TryPop(out var part))
        {
            // An open circuit means no call of the store. The entries are dirty again, so further writes to them coalesce.
            if (_line.Condition.Circuit.IsOpen || ct.IsCancellationRequested)
            {
                _line.Settlement.Requeue(batch, part, hasTried: false);
                continue;
            }

            try
            {
                batch.StoreView.Bind(_line.Ids.Next(), part.Start, part.Count);
                await _line.Store.WriteAsync(batch.StoreView, ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                // A store reports its cancellation by any exception, so the entries are not to blame.
                _line.Settlement.Requeue(batch, part, hasTried: false);
                continue;
            }
            catch (Exception exception)
            {
                _line.Services.Counters.AddFlushError();
                hasRefused |= OnFailure(batch, part, exception);
                continue;
            }

            int stored = part.Count - batch.StoreView.RejectedCount;
            if (_line.Condition.OnSuccess(batch.StoreView.Id, part.Count, stored))
                OnStoreUp();
            hasStored |= stored > 0;
            hasRefused |= _line.Settlement.OnStored(batch, part);
        }

        _line.Sink.Commit();
        if (hasStored && !hasRefused)
            _line.Sink.EndAlert();
    }

    /// <summary>Pushes a batch as one part, or without the entries that are to have calls of their own, which are called last.</summary>
    private void PushParts(FlushBatch<TKey, TValue> batch)
    {
        var lone = _line.Condition.Lone;
        if (lone.IsEmpty)
        {
            _parts.Push(new BatchPart(0, batch.Count));
            return;
        }

        var runs = new List<BatchPart>();
        int start = 0;
        for (int entry = 0; entry < batch.Count; entry++)
        {
            if (!lone.Contains(in batch.PlaceOf(entry)))
                continue;
            _parts.Push(new BatchPart(entry, 1));
            runs.Add(new BatchPart(start, entry - start));
            start = entry + 1;
        }

        runs.Add(new BatchPart(start, batch.Count - start));
        foreach (var run in runs.Where(static run => run.Count > 0))
            _parts.Push(run);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PassGuardAsync(long version, CancellationToken ct)
    {
        try
        {
            await _line.Guard.BeforeStoreAsync(version, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The batch is settled without calling the store.
        }
    }

    /// <summary>Settles a part whose call of the store failed, or splits it into halves to try.</summary>
    /// <returns>Whether an entry was refused.</returns>
    private bool OnFailure(FlushBatch<TKey, TValue> batch, BatchPart part, Exception exception)
    {
        var meaning = _failures.Classify(exception);
        if (meaning == StoreFailure.Outage)
        {
            OnOutage(batch, part, exception);
            return false;
        }

        if (part.Count == 1)
        {
            _line.Settlement.OnRefused(batch, part.Start, exception);
            return true;
        }

        if (meaning == StoreFailure.Unknown)
            _line.Condition.Sizer.OnFailure(part.Count);
        int half = part.Count / 2;
        _parts.Push(new BatchPart(part.Start + half, part.Count - half));
        _parts.Push(new BatchPart(part.Start, half));
        return false;
    }

    private void OnStoreUp()
    {
        LogMessages.StoreBack(_line.Services.Logger, _line.Services.Name);
        _line.Observers.OnStoreUp();
    }

    private void OnOutage(FlushBatch<TKey, TValue> batch, BatchPart part, Exception exception)
    {
        bool isNew;
        if (part.Count == 1)
        {
            var failure = _line.Condition.Lone.OnOutage(in batch.PlaceOf(part.Start), batch.StoreView.Id);
            isNew = _line.Condition.OnOutage(failure);
            _line.Settlement.RequeueLone(batch, part.Start, failure);
        }
        else
        {
            isNew = _line.Condition.OnOutage(part.Count);
            _line.Settlement.Requeue(batch, part, hasTried: true);
        }

        if (!isNew)
            return;
        LogMessages.StoreDown(_line.Services.Logger, _line.Services.Name, part.Count, exception);
        _line.Observers.OnStoreDown(exception);
    }
}

/// <summary>The objects that the workers of a cache share.</summary>
/// <param name="Services">The cache's name, options, logger and counters.</param>
/// <param name="Batches">The queue of batches.</param>
/// <param name="Store">The store.</param>
/// <param name="Condition">How the store does.</param>
/// <param name="Settlement">The settlement of entries.</param>
/// <param name="Sink">The dead letters.</param>
/// <param name="Guard">The log's guard.</param>
/// <param name="Ids">The numbers of the store's calls.</param>
/// <param name="Observers">The observers of the cache.</param>
internal sealed record FlushLine<TKey, TValue>(
    CacheServices Services, BatchQueue<TKey, TValue> Batches, StoreClient<TKey, TValue> Store, StoreCondition Condition,
    BatchSettlement<TKey, TValue> Settlement, DeadLetterSink<TKey, TValue> Sink, IFlushGuard Guard, BatchId Ids,
    Observers<TKey, TValue> Observers)
    where TKey : struct
    where TValue : notnull;
