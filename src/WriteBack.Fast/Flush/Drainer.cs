using System.Threading.Channels;

namespace WriteBack.Fast;

// The one consumer of all rings. It wakes for a full batch's worth of dirty entries, or to store everything that is
// dirty by now. It fills a batch only when the channel has room for it, as late as it can: until an entry is copied,
// further writes to it coalesce. More urgent entries go first, with two exceptions. Where some of lower priority are
// overdue (DirtyTimeline), a quarter of each batch is theirs, for each of the two priorities: so nothing waits for ever,
// and an overload of what is not urgent leaves half of the store to what is. And while there are some that were to be
// stored by now and were passed over, one batch in eight begins with the least urgent of them, so that a flush is not put
// off by urgent writes that came later, even where there is no interval.

/// <summary>Copies dirty entries from the rings into batches.</summary>
internal sealed class Drainer<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits>[] shards,
    DirtyRing[] rings,
    int maxBatchSize,
    bool sweepsExpired,
    WakeSignal signal,
    FlushWatermarks tracker,
    DirtyTimeline ageing,
    StoreCircuitBreaker retry,
    BatchPool<TKey, TValue> pool,
    ChannelWriter<FlushBatch<TKey, TValue>> output)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private static readonly FlushPriority[] Priorities = [FlushPriority.High, FlushPriority.Normal, FlushPriority.Low];

    private static readonly FlushPriority[] Patient = [FlushPriority.Low, FlushPriority.Normal];

    private const int PassingPeriod = 8;
    private const int SharesPerBatch = 4;

    private readonly long[] _marks = new long[rings.Length];
    private readonly long[] _overdue = new long[rings.Length];
    private readonly long[] _everything = [.. Enumerable.Repeat(long.MaxValue, rings.Length)];
    private int _firstShard;
    private int _passedOver;

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

    private bool HasWork => HasMarked || HasFullBatch;

    private bool HasFullBatch
    {
        get
        {
            long queued = 0;
            foreach (var ring in rings)
                queued += ring.Tail - ring.Head;
            return queued >= maxBatchSize;
        }
    }

    /// <summary>Whether something that is to be stored by now is in a ring.</summary>
    private bool HasMarked
    {
        get
        {
            for (int ring = 0; ring < rings.Length; ring++)
            {
                if (rings[ring].Head < _marks[ring])
                    return true;
            }

            return false;
        }
    }

    /// <summary>Marks what is dirty by now if it is all to be stored.</summary>
    /// <returns>Whether it is: then one fill has to follow even if nothing is dirty, for the tracker to judge.</returns>
    private bool NoteReasons(WakeReasons reasons)
    {
        if ((reasons & WakeReasons.Everything) == 0)
            return false;
        if (sweepsExpired)
            Array.ForEach(shards, static shard => shard.SweepExpired());
        for (int ring = 0; ring < rings.Length; ring++)
            _marks[ring] = rings[ring].Tail;
        return true;
    }

    private void Fill()
    {
        var batch = pool.Rent();
        batch.Begin(tracker.BeginFill());
        if (_passedOver == PassingPeriod - 1)
        {
            for (int lane = RingNumber.Lanes - 1; lane >= 0; lane--)
                FillFrom(Priorities[lane], batch, _marks, maxBatchSize);
        }

        ageing.CopyTo(_overdue);
        foreach (var priority in Patient)
            FillFrom(priority, batch, _overdue, maxBatchSize / SharesPerBatch);
        foreach (var priority in Priorities)
            FillFrom(priority, batch, _everything, maxBatchSize);
        _passedOver = HasMarked ? (_passedOver + 1) % PassingPeriod : 0;

        // The next fill begins with another shard, so that none is always served last.
        _firstShard = (_firstShard + 1) % shards.Length;
        bool isEmpty = batch.Count == 0;
        tracker.EndFill(isEmpty);
        if (isEmpty)
            pool.Return(batch);
        else
            output.TryWrite(batch);
    }

    /// <summary>Takes some entries of one priority, from each ring up to a position.</summary>
    private void FillFrom(FlushPriority priority, FlushBatch<TKey, TValue> batch, long[] upTo, int most)
    {
        int end = Math.Min(maxBatchSize, batch.Count + most);
        for (int step = 0; step < shards.Length && batch.Count < end; step++)
        {
            int shard = (_firstShard + step) % shards.Length;
            shards[shard].Drain(priority, shard, batch, end, upTo[RingNumber.Of(shard, priority.Lane)]);
        }
    }
}
