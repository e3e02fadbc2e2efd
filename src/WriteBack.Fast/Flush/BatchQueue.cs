using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace WriteBack.Fast;

// The drainer fills batches, and the workers settle them. The watermarks know a batch from before it is filled until each of its
// entries is settled, so an entry that has left its ring always counts as on its way.

/// <summary>Hands batches from the drainer to the workers, and settled ones back to the pool.</summary>
/// <param name="pool">The batches.</param>
/// <param name="capacity">The most batches that wait for a worker.</param>
/// <param name="watermarks">The watches of flushes, which learn of each batch.</param>
/// <param name="pressure">The signals of the drainer and of space.</param>
/// <param name="guard">The log's guard, which learns that a batch is settled.</param>
/// <param name="threads">The threads of the workers, which learn who has a batch.</param>
internal sealed class BatchQueue<TKey, TValue>(
    BatchPool<TKey, TValue> pool, int capacity, FlushWatermarks watermarks, Backpressure pressure, IFlushGuard guard, FlushThreads threads)
    where TKey : struct
    where TValue : notnull
{
    private readonly Channel<FlushBatch<TKey, TValue>> _channel = Channel.CreateBounded<FlushBatch<TKey, TValue>>(
        new BoundedChannelOptions(capacity) { SingleWriter = true });

    /// <summary>The most entries in one batch.</summary>
    public int BatchSize => pool.BatchSize;

    /// <summary>Completes when the channel has a place for a batch. For the drainer.</summary>
    public ValueTask<bool> WaitForPlaceAsync(CancellationToken ct) => _channel.Writer.WaitToWriteAsync(ct);

    /// <summary>Begins an empty batch. For the drainer.</summary>
    /// <param name="since">A timestamp that is not after the oldest entry in a ring was accepted.</param>
    /// <param name="most">The most entries of the batch.</param>
    public FlushBatch<TKey, TValue> Begin(long since, int most)
    {
        var batch = pool.Rent();
        batch.Begin(watermarks.BeginFill(since), most);
        return batch;
    }

    /// <summary>Hands over a batch that was begun. For the drainer, once there is a place.</summary>
    public void HandOver(FlushBatch<TKey, TValue> batch)
    {
        bool isEmpty = batch.Count == 0;
        watermarks.EndFill(isEmpty);
        if (isEmpty)
            pool.Return(batch);
        else
            _channel.Writer.TryWrite(batch);
    }

    /// <summary>Ends the queue: no batch follows. For the drainer.</summary>
    public void Complete() => _channel.Writer.Complete();

    /// <summary>Completes when there may be a batch to flush, or none will follow. For the workers.</summary>
    /// <returns><see langword="false"/> when none will follow.</returns>
    public ValueTask<bool> WaitForBatchAsync() => _channel.Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Takes a batch to flush. For the workers, which give each of them back (<see cref="End"/>).</summary>
    public bool TryTake([NotNullWhen(true)] out FlushBatch<TKey, TValue>? batch)
    {
        if (!_channel.Reader.TryRead(out batch))
            return false;
        threads.Enter();
        return true;
    }

    /// <summary>Takes back a batch whose entries are all settled. For the workers.</summary>
    public void End(FlushBatch<TKey, TValue> batch)
    {
        threads.Leave();

        // Entries that were written during their flight may be awaited, or too many by now.
        watermarks.EndBatch(batch.FillNumber, batch.QueuedUpTo);
        if (pressure.Clock.IsClaimed)
            pressure.Clock.Begin();
        pressure.Wake.Raise(WakeReasons.Work);
        pool.Return(batch);
        pressure.Space.Open();
        guard.OnSettled();
    }
}
