using System.Collections.Concurrent;

namespace WriteBack.Fast;

/// <summary>The batches of a cache: as many as fit the channel and the workers, made when first needed. Thread-safe.</summary>
/// <param name="size">The most entries in one batch.</param>
/// <param name="create">Makes one of that size.</param>
internal sealed class BatchPool<TKey, TValue>(int size, Func<FlushBatch<TKey, TValue>> create)
    where TKey : struct
    where TValue : notnull
{
    private readonly ConcurrentBag<FlushBatch<TKey, TValue>> _idle = [];

    /// <summary>The most entries in one batch.</summary>
    public int BatchSize => size;

    public FlushBatch<TKey, TValue> Rent() => _idle.TryTake(out var batch) ? batch : create();

    public void Return(FlushBatch<TKey, TValue> batch)
    {
        batch.Clear();
        _idle.Add(batch);
    }
}
