using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Calls the store, and notes how long it takes and how it ends. Thread-safe.</summary>
internal sealed class StoreClient<TKey, TValue>(
    string name, IWriteBackStore<TKey, TValue> store, TimeProvider time, WritePacer pacer, CacheMetrics metrics)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Has the store write a batch. Throws what the store throws, and nothing that a listener throws.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        var span = Begin(batch);
        long began = time.GetTimestamp();
        try
        {
            await store.WriteAsync(batch, ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            metrics.RecordFlush(batch.Count, time.GetElapsedTime(began), exception);
            End(span, exception);
            throw;
        }

        var duration = time.GetElapsedTime(began);
        pacer.OnStored(batch.Count, duration);
        metrics.RecordFlush(batch.Count, duration, error: null);
        End(span, error: null);
    }

    private Activity? Begin(WriteBatch<TKey, TValue> batch)
    {
        try
        {
            return CacheMeter.Source.StartActivity("writeback.flush")?
                .SetTag("writeback.cache.name", name)
                .SetTag("writeback.flush.batch.id", batch.Id)
                .SetTag("writeback.flush.batch.size", batch.Count);
        }
        catch (Exception)
        {
            // A listener failed. That is not the store's failure, nor the caller's.
            return null;
        }
    }

    private static void End(Activity? span, Exception? error)
    {
        if (span is null)
            return;
        try
        {
            if (error is not null)
                span.AddException(error).SetStatus(ActivityStatusCode.Error, error.Message);
            span.Dispose();
        }
        catch (Exception)
        {
            // As above.
        }
    }
}
