using System.Collections.Concurrent;

namespace WriteBack.Fast;

/// <summary>The idle batches of a cache. A batch is made when none is idle, so there are as many as channel and workers hold.
/// Thread-safe.</summary>
/// <param name="size">The most entries in one batch.</param>
/// <param name="create">A factory of batches of that size.</param>
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
