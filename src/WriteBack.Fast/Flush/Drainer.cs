using System.Threading.Channels;

namespace WriteBack.Fast;

// The one consumer of all rings. It wakes for a full batch's worth of dirty entries, or to store everything that is
// dirty by now. It fills a batch only when the channel has room for it, as late as it can: until an entry is copied,
// further writes to it coalesce.

/// <summary>Copies dirty entries from the rings into batches.</summary>
internal sealed class Drainer<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits>[] shards,
    DirtyRing[] rings,
    int maxBatchSize,
    WakeSignal signal,
    FlushTracker tracker,
    RetrySchedule retry,
    BatchPool<TKey, TValue> pool,
    ChannelWriter<FlushBatch<TKey, TValue>> output)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private static readonly FlushPriority[] Priorities = [FlushPriority.High, FlushPriority.Normal, FlushPriority.Low];

    private readonly long[] _marks = new long[rings.Length];
    private int _firstShard;

    /// <summary>Runs until it is told to stop, then completes the channel.</summary>
    /// <param name="ct">Ends the waits for the store and for the workers.</param>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var reasons = await signal.WaitAsync().ConfigureAwait(false);
                while (NoteReasons(reasons) || HasWork)
                {
                    await output.WaitToWriteAsync(ct).ConfigureAwait(false);
                    await retry.WaitAsync(ct).ConfigureAwait(false);
                    Fill();
                    reasons = signal.Poll();
                }

                if ((reasons & WakeReasons.Stop) != 0)
                    break;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The cache gives up: what is dirty stays so, and is reported.
        }

        output.Complete();
    }

    private bool HasWork
    {
        get
        {
            long backlog = 0;
            for (int ring = 0; ring < rings.Length; ring++)
            {
                long head = rings[ring].Head;
                if (head < _marks[ring])
                    return true;
                backlog += rings[ring].Tail - head;
            }

            return backlog >= maxBatchSize;
        }
    }

    /// <summary>Marks what is dirty by now if it is all to be stored.</summary>
    /// <returns>Whether it is: then one fill has to follow even if nothing is dirty, for the tracker to judge.</returns>
    private bool NoteReasons(WakeReasons reasons)
    {
        if ((reasons & WakeReasons.Everything) == 0)
            return false;
        for (int ring = 0; ring < rings.Length; ring++)
            _marks[ring] = rings[ring].Tail;
        return true;
    }

    private void Fill()
    {
        var batch = pool.Rent();
        batch.Begin(tracker.BeginFill());
        foreach (var priority in Priorities)
        {
            for (int step = 0; step < shards.Length && !batch.IsFull; step++)
            {
                int shard = (_firstShard + step) % shards.Length;
                shards[shard].Drain(priority, shard, batch);
            }
        }

        // The next fill begins with another shard, so that none is always served last.
        _firstShard = (_firstShard + 1) % shards.Length;
        bool isEmpty = batch.Count == 0;
        tracker.EndFill(isEmpty);
        if (isEmpty)
            pool.Return(batch);
        else
            output.TryWrite(batch);
    }
}
