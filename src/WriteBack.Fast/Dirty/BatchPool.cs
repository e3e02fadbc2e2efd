using System.Collections.Concurrent;

namespace WriteBack.Fast;

/// <summary>The batches of a cache: as many as fit the channel and the workers, made when first needed. Thread-safe.</summary>
internal sealed class BatchPool<TKey, TValue>(Func<FlushBatch<TKey, TValue>> create)
    where TKey : struct
    where TValue : notnull
{
    private readonly ConcurrentBag<FlushBatch<TKey, TValue>> _idle = [];

    public FlushBatch<TKey, TValue> Rent() => _idle.TryTake(out var batch) ? batch : create();

    public void Return(FlushBatch<TKey, TValue> batch)
    {
        batch.Clear();
        _idle.Add(batch);
    }
}
