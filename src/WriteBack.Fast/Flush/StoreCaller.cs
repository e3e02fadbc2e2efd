using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Calls the store, and notes how long it takes and how it ends. Thread-safe.</summary>
internal sealed class StoreCaller<TKey, TValue>(
    string name, IWriteBackStore<TKey, TValue> store, TimeProvider time, WritePacer pacer, CacheMetrics metrics)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Has the store write a batch. Throws what the store throws.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        using var span = CacheMeter.Source.StartActivity("writeback.flush");
        span?.SetTag("writeback.cache.name", name)
            .SetTag("writeback.flush.batch.id", batch.Id)
            .SetTag("writeback.flush.batch.size", batch.Count);
        long began = time.GetTimestamp();
        try
        {
            await store.WriteAsync(batch, ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            metrics.RecordFlush(batch.Count, time.GetElapsedTime(began), exception);
            span?.AddException(exception).SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }

        var duration = time.GetElapsedTime(began);
        metrics.RecordFlush(batch.Count, duration, error: null);
        pacer.OnStored(batch.Count, duration);
    }
}
