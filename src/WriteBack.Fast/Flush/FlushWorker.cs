using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The store's answers, and what follows from each:
//
//   success               each entry is acknowledged, except those that the store rejected by name
//   an outage             every entry of the batch is dirty again, no attempt is used up, and the circuit opens
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
        _parts.Push(new BatchPart(0, batch.Count));
        while (_parts.TryPop(out var part))
        {
            // An open circuit means no call of the store. The entries are dirty again, so further writes to them coalesce.
            if (_line.Circuit.IsOpen || ct.IsCancellationRequested)
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

            if (_line.Circuit.OnSuccess())
                OnStoreUp();
            hasStored |= part.Count > batch.StoreView.RejectedCount;
            hasRefused |= _line.Settlement.OnStored(batch, part);
        }

        _line.Sink.Commit();
        if (hasStored && !hasRefused)
            _line.Sink.EndAlert();
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
        if (_failures.Classify(exception) == StoreFailure.Outage)
        {
            if (_line.Circuit.OnFailure())
                OnStoreDown(part.Count, exception);
            _line.Settlement.Requeue(batch, part, hasTried: true);
            return false;
        }

        if (part.Count == 1)
        {
            _line.Settlement.OnRefused(batch, part.Start, exception);
            return true;
        }

        int half = part.Count / 2;
        _parts.Push(new BatchPart(part.Start + half, part.Count - half));
        _parts.Push(new BatchPart(part.Start, half));
        return false;
    }

    private void OnStoreDown(int entries, Exception reason)
    {
        LogMessages.StoreDown(_line.Services.Logger, _line.Services.Name, entries, reason);
        _line.Observers.OnStoreDown(reason);
    }

    private void OnStoreUp()
    {
        LogMessages.StoreBack(_line.Services.Logger, _line.Services.Name);
        _line.Observers.OnStoreUp();
    }
}

/// <summary>The objects that the workers of a cache share.</summary>
/// <param name="Services">The cache's name, options, logger and counters.</param>
/// <param name="Batches">The queue of batches.</param>
/// <param name="Store">The store.</param>
/// <param name="Circuit">The store's circuit breaker.</param>
/// <param name="Settlement">The settlement of entries.</param>
/// <param name="Sink">The dead letters.</param>
/// <param name="Guard">The log's guard.</param>
/// <param name="Ids">The numbers of the store's calls.</param>
/// <param name="Observers">The observers of the cache.</param>
internal sealed record FlushLine<TKey, TValue>(
    CacheServices Services, BatchQueue<TKey, TValue> Batches, StoreClient<TKey, TValue> Store, StoreCircuitBreaker Circuit,
    BatchSettlement<TKey, TValue> Settlement, DeadLetterSink<TKey, TValue> Sink, IFlushGuard Guard, BatchId Ids,
    Observers<TKey, TValue> Observers)
    where TKey : struct
    where TValue : notnull;
