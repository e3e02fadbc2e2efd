using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Makes every call of the store, with a span and a duration. It throws what the store throws, and swallows the exceptions
/// of listeners. Thread-safe.</summary>
/// <param name="services">The cache's name, clock and metrics.</param>
/// <param name="store">The store.</param>
/// <param name="pacer">The pacer, which measures the store's rate.</param>
internal sealed class StoreClient<TKey, TValue>(CacheServices services, IWriteBackStore<TKey, TValue> store, WritePacer pacer)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>What knows the store's exceptions; null when the store does not implement <see cref="IFailureClassifier"/>.</summary>
    public IFailureClassifier? Classifier => store as IFailureClassifier;

    /// <summary>Has the store prepare itself, if it implements <see cref="IPreparableStore"/>.</summary>
    public ValueTask PrepareAsync(CancellationToken ct) => store is IPreparableStore preparable
        ? preparable.PrepareAsync(new StoreContext(services.Options.Serializer!), ct)
        : ValueTask.CompletedTask;

    /// <summary>Has the store write a batch, and resumes in the caller's context. For the workers.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        var span = Begin("writeback.flush", batch);
        long began = services.Time.GetTimestamp();
        try
        {
            await store.WriteAsync(batch, ct);
        }
        catch (Exception exception)
        {
            services.Metrics.RecordFlush(batch.Count, services.Time.GetElapsedTime(began), exception);
            End(span, exception);
            throw;
        }

        var duration = services.Time.GetElapsedTime(began);
        pacer.OnStored(batch.Count, duration);
        services.Metrics.RecordFlush(batch.Count, duration, error: null);
        End(span, error: null);
    }

    /// <summary>Has the store load an entry.</summary>
    public async ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct)
    {
        services.Counters.AddLoad();
        var span = Begin("writeback.load", batch: null);
        long began = services.Time.GetTimestamp();
        try
        {
            var result = await store.LoadAsync(key, ct).ConfigureAwait(false);
            services.Metrics.RecordLoad(services.Time.GetElapsedTime(began), error: null);
            End(span, error: null);
            return result;
        }
        catch (Exception exception)
        {
            services.Metrics.RecordLoad(services.Time.GetElapsedTime(began), exception);
            End(span, exception);
            throw;
        }
    }

    private Activity? Begin(string call, WriteBatch<TKey, TValue>? batch)
    {
        try
        {
            var span = CacheMeter.Source.StartActivity(call)?.SetTag("writeback.cache.name", services.Name);
            return batch is null
                ? span
                : span?.SetTag("writeback.flush.batch.id", batch.Id).SetTag("writeback.flush.batch.size", batch.Count);
        }
        catch (Exception)
        {
            // A listener threw. Neither the store nor the caller has failed.
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
            // A listener threw, as in Begin.
        }
    }
}
