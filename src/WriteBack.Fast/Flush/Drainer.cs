namespace WriteBack.Fast;

// The only consumer of all rings. It wakes for a full batch of dirty entries, or to store everything that is dirty by now. It fills
// a batch only when the channel has a place for it: until an entry is copied, further writes to it coalesce. Entries of higher
// priority go first, with two exceptions:
//
// 1. Each of the two lower priorities gets a quarter of every batch for its overdue entries (DirtyTimeline). So no entry waits for
//    ever, and an overload of lower priorities leaves half of the store's capacity to higher ones.
// 2. While entries that were to be stored by now are still in the rings, one batch in eight begins with those of lowest priority.
//    So later writes of high priority do not postpone a flush, even where there is no interval.

/// <summary>Copies dirty entries from the rings into batches.</summary>
/// <param name="sources">The shards.</param>
/// <param name="timeline">The positions of overdue entries.</param>
/// <param name="circuit">The store's circuit breaker.</param>
/// <param name="signal">The signal that wakes the drainer.</param>
/// <param name="output">The queue of batches.</param>
internal sealed class Drainer<TKey, TValue>(
    FlushSources<TKey, TValue> sources, DirtyTimeline timeline, StoreCircuitBreaker circuit, WakeSignal signal,
    BatchQueue<TKey, TValue> output)
    where TKey : struct
    where TValue : notnull
{
    private static readonly FlushPriority[] Priorities = [FlushPriority.High, FlushPriority.Normal, FlushPriority.Low];

    private static readonly FlushPriority[] Patient = [FlushPriority.Low, FlushPriority.Normal];

    private const int PassingPeriod = 8;
    private const int SharesPerBatch = 4;

    private readonly DirtyRing[] _rings = sources.Rings;
    private readonly Watermark _toStore = new(sources.Rings.Length);
    private readonly Watermark _overdue = new(sources.Rings.Length);
    private readonly Watermark _everything = Watermark.Unreachable(sources.Rings.Length);
    private int _firstShard;
    private int _passedOver;

    /// <summary>Runs until the stop signal, and then ends the queue of batches.</summary>
    /// <param name="ct">Cancels the waits for the store and for the workers.</param>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var reasons = await signal.WaitAsync().ConfigureAwait(false);
                while (NoteReasons(reasons) || HasWork)
                {
                    await output.WaitForPlaceAsync(ct).ConfigureAwait(false);
                    await circuit.WaitAsync(ct).ConfigureAwait(false);
                    Fill();
                    reasons = signal.Poll();
                }

                if ((reasons & WakeReasons.Stop) != 0)
                    break;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The cache gives up: dirty entries stay dirty and are reported.
        }

        output.Complete();
    }

    private bool HasWork => !_toStore.IsPassed(_rings) || HasFullBatch;

    private bool HasFullBatch
    {
        get
        {
            long queued = 0;
            foreach (var ring in _rings)
                queued += ring.Tail - ring.Head;
            return queued >= output.BatchSize;
        }
    }

    /// <summary>Moves the mark of what is to be stored to the tails, if everything dirty by now is to be stored.</summary>
    /// <returns>Whether it is. Then one fill has to follow even if nothing is dirty, since a fill updates the watches.</returns>
    private bool NoteReasons(WakeReasons reasons)
    {
        if ((reasons & WakeReasons.Everything) == 0)
            return false;
        Array.ForEach(sources.All, static source => source.SweepExpired());
        _toStore.MoveToTails(_rings);
        return true;
    }

    private void Fill()
    {
        var batch = output.Begin();
        if (_passedOver == PassingPeriod - 1)
        {
            for (int lane = RingNumber.Lanes - 1; lane >= 0; lane--)
                FillFrom(Priorities[lane], batch, _toStore, batch.Capacity);
        }

        timeline.MoveToOverdue(_overdue);
        foreach (var priority in Patient)
            FillFrom(priority, batch, _overdue, batch.Capacity / SharesPerBatch);
        foreach (var priority in Priorities)
            FillFrom(priority, batch, _everything, batch.Capacity);
        _passedOver = _toStore.IsPassed(_rings) ? 0 : (_passedOver + 1) % PassingPeriod;

        // The next fill begins with another shard, so that no shard is always served last.
        _firstShard = (_firstShard + 1) % sources.All.Length;
        output.HandOver(batch);
    }

    /// <summary>Copies entries of one priority, from each ring up to a watermark.</summary>
    private void FillFrom(FlushPriority priority, FlushBatch<TKey, TValue> batch, Watermark upTo, int most)
    {
        int end = Math.Min(batch.Capacity, batch.Count + most);
        for (int step = 0; step < sources.All.Length && batch.Count < end; step++)
        {
            int shard = (_firstShard + step) % sources.All.Length;
            sources.All[shard].Drain(priority, batch, end, upTo[RingNumber.Of(shard, priority.Lane)]);
        }
    }
}
