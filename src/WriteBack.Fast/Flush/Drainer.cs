namespace WriteBack.Fast;

// The one consumer of all rings. It wakes for a full batch's worth of dirty entries, or to store everything that is
// dirty by now. It fills a batch only when the channel has room for it, as late as it can: until an entry is copied,
// further writes to it coalesce. More urgent entries go first, with two exceptions. Where some of lower priority are
// overdue (DirtyTimeline), a quarter of each batch is theirs, for each of the two priorities: so nothing waits for ever,
// and an overload of what is not urgent leaves half of the store to what is. And while there are some that were to be
// stored by now and were passed over, one batch in eight begins with the least urgent of them, so that a flush is not put
// off by urgent writes that came later, even where there is no interval.

/// <summary>Copies dirty entries from the rings into batches.</summary>
/// <param name="sources">The shards.</param>
/// <param name="timeline">Tells which entries are overdue.</param>
/// <param name="circuit">Whether the store is called.</param>
/// <param name="signal">Wakes the drainer.</param>
/// <param name="output">Takes the batches.</param>
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

    /// <summary>Runs until it is told to stop. No batch follows then.</summary>
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
            // The cache gives up: what is dirty stays so, and is reported.
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

    /// <summary>Marks what is dirty by now if it is all to be stored.</summary>
    /// <returns>Whether it is: then one fill has to follow even if nothing is dirty, for the watermarks to be judged.</returns>
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

        // The next fill begins with another shard, so that none is always served last.
        _firstShard = (_firstShard + 1) % sources.All.Length;
        output.HandOver(batch);
    }

    /// <summary>Takes some entries of one priority, from each ring up to a position.</summary>
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
