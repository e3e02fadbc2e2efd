using System.Threading.Channels;

namespace WriteBack.Fast;

// One side is the drainer's, the other the workers'. A batch is registered with the watermarks from before it is filled
// until each entry is settled, so what has left the rings is always seen as on its way.

/// <summary>Hands batches from the drainer to the workers, and back to the pool.</summary>
/// <param name="pool">The batches.</param>
/// <param name="capacity">How many may wait for a worker.</param>
/// <param name="watermarks">Who waits for what has been accepted.</param>
/// <param name="pressure">Wakes the drainer, and whoever waits for space.</param>
/// <param name="guard">The log, which learns what is settled.</param>
internal sealed class BatchQueue<TKey, TValue>(
    BatchPool<TKey, TValue> pool, int capacity, FlushWatermarks watermarks, Backpressure pressure, IFlushGuard guard)
    where TKey : struct
    where TValue : notnull
{
    private readonly Channel<FlushBatch<TKey, TValue>> _channel = Channel.CreateBounded<FlushBatch<TKey, TValue>>(
        new BoundedChannelOptions(capacity) { SingleWriter = true });

    /// <summary>The most entries in one batch.</summary>
    public int BatchSize => pool.BatchSize;

    /// <summary>Completes when a batch would be taken in. For the drainer.</summary>
    public ValueTask<bool> WaitForPlaceAsync(CancellationToken ct) => _channel.Writer.WaitToWriteAsync(ct);

    /// <summary>Begins an empty batch. For the drainer.</summary>
    public FlushBatch<TKey, TValue> Begin()
    {
        var batch = pool.Rent();
        batch.Begin(watermarks.BeginFill());
        return batch;
    }

    /// <summary>Hands a batch over that was begun. For the drainer, once there is a place.</summary>
    public void HandOver(FlushBatch<TKey, TValue> batch)
    {
        bool isEmpty = batch.Count == 0;
        watermarks.EndFill(isEmpty);
        if (isEmpty)
            pool.Return(batch);
        else
            _channel.Writer.TryWrite(batch);
    }

    /// <summary>No batch will follow. For the drainer.</summary>
    public void Complete() => _channel.Writer.Complete();

    /// <summary>The batches to flush. For the workers.</summary>
    public IAsyncEnumerable<FlushBatch<TKey, TValue>> ReadAllAsync() => _channel.Reader.ReadAllAsync();

    /// <summary>Takes a batch back of which each entry is settled. For the workers.</summary>
    public void End(FlushBatch<TKey, TValue> batch)
    {
        bool isWatched = watermarks.EndBatch(batch.FillNumber, batch.QueuedUpTo, batch.HasFailed);

        // Entries that were written during their flight may be a full batch by now.
        pressure.Wake.Raise(isWatched || batch.HasFailed || batch.IsUrgent ? WakeReasons.Everything : WakeReasons.Backlog);
        pool.Return(batch);
        pressure.Space.Open();
        guard.OnSettled();
    }
}
