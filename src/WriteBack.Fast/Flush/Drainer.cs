namespace WriteBack.Fast;

// The only consumer of all rings. It wakes when entries may be due, and takes only those that are to be stored by now:
//
//   awaited            a caller waits for them; they go first, together, and hurry nothing else
//   to be retried      they failed, and their delay is over
//   to be stored       a flush, the log or the close asks for everything accepted by a moment (FlushWatermarks)
//   due                they have waited for the interval of their priority (DirtyTimeline)
//   early              the oldest ones, as many as there are above the background limit
//
// It fills a batch only when the channel has a place for it: until an entry is copied, further writes to it coalesce. Of the entries
// to be stored and the due ones, those of higher priority go first, with two exceptions:
//
// 1. Each of the two lower priorities gets a quarter of every batch for its due entries. So no entry waits for ever, and an overload
//    of lower priorities leaves half of the store's capacity to higher ones.
// 2. While entries that were to be stored by now are still in the rings, one batch in eight begins with those of lowest priority.
//    So later writes of high priority do not postpone a flush, even where there is no interval.

/// <summary>Copies dirty entries from the rings into batches.</summary>
/// <param name="sources">The shards.</param>
/// <param name="pressure">The ages of dirty entries, and the signal that wakes the drainer.</param>
/// <param name="watermarks">The watches of flushes.</param>
/// <param name="retries">The entries to be tried again.</param>
/// <param name="condition">How the store does, which decides the size of the batches.</param>
/// <param name="output">The queue of batches.</param>
internal sealed class Drainer<TKey, TValue>(
    FlushSources<TKey, TValue> sources, Backpressure pressure, FlushWatermarks watermarks, RetryQueue retries, StoreCondition condition,
    BatchQueue<TKey, TValue> output)
    where TKey : struct
    where TValue : notnull
{
    private const int PassingPeriod = 8;
    private const int SharesPerBatch = 4;

    private readonly DirtyRing[] _rings = sources.Rings;
    private readonly Watermark _everything = Watermark.Unreachable(sources.Rings.Length);
    private readonly Watermark _toStore = new(sources.Rings.Length);
    private readonly Watermark _due = new(sources.Rings.Length);
    private readonly Watermark _oldest = new(sources.Rings.Length);
    private bool _isProbe;
    private int _firstShard;
    private int _passedOver;
    private bool _isSpaceWanted;

    /// <summary>Runs until the stop signal, and then ends the queue of batches.</summary>
    /// <param name="ct">Cancels the waits for the store and for the workers.</param>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var reasons = await pressure.Wake.WaitAsync();
                Note(reasons);
                while (HasWork())
                {
                    await output.WaitForPlaceAsync(ct);
                    await condition.Circuit.WaitAsync(ct);
                    Fill();
                    var more = pressure.Wake.Poll();
                    Note(more);
                    reasons |= more;
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

    /// <summary>The entries that are to be stored before their time.</summary>
    private long Early
    {
        get
        {
            long queued = 0;
            for (int ring = 0; ring < _rings.Length; ring++)
            {
                if (ring % RingNumber.Lanes != RingNumber.Awaited)
                    queued += _rings[ring].Tail - _rings[ring].Head;
            }

            return Math.Max(queued - pressure.Quotas.Background, _isSpaceWanted ? Math.Min(queued, output.BatchSize) : 0);
        }
    }

    private bool HasAwaited
    {
        get
        {
            for (int ring = RingNumber.Awaited; ring < _rings.Length; ring += RingNumber.Lanes)
            {
                if (_rings[ring].Head < _rings[ring].Tail)
                    return true;
            }

            return false;
        }
    }

    private void Note(WakeReasons reasons)
    {
        if ((reasons & (WakeReasons.Everything | WakeReasons.Sweep)) != 0)
            Array.ForEach(sources.All, static source => source.SweepExpired());
        if ((reasons & WakeReasons.Everything) != 0)
            _toStore.MoveToTails(_rings);
        _isSpaceWanted |= (reasons & WakeReasons.Space) != 0;
    }

    /// <summary>Whether a batch is to be filled. A watch needs a fill even if nothing is dirty.</summary>
    private bool HasWork()
    {
        pressure.Clock.MoveToDue(_due);
        return watermarks.RaiseTo(_toStore) || !_toStore.IsPassed(_rings) || !_due.IsPassed(_rings) || HasAwaited || retries.HasDue
            || Early > 0;
    }

    private void Fill()
    {
        _isProbe = condition.IsProbing;
        var batch = output.Begin(pressure.Clock.OldestSince, condition.BatchSize);
        FillFrom(RingNumber.Awaited, batch, _everything, batch.Capacity);
        FillRetries(batch);
        if (_passedOver == PassingPeriod - 1)
        {
            for (int lane = RingNumber.Priorities - 1; lane >= 0; lane--)
                FillFrom(lane, batch, _toStore, batch.Capacity);
        }

        pressure.Clock.MoveToDue(_due);
        for (int lane = RingNumber.Priorities - 1; lane > 0; lane--)
            FillFrom(lane, batch, _due, batch.Capacity / SharesPerBatch);
        for (int lane = 0; lane < RingNumber.Priorities; lane++)
        {
            FillFrom(lane, batch, _due, batch.Capacity);
            FillFrom(lane, batch, _toStore, batch.Capacity);
        }

        FillEarly(batch);
        _passedOver = _toStore.IsPassed(_rings) ? 0 : (_passedOver + 1) % PassingPeriod;

        // The next fill begins with another shard, so that no shard is always served last.
        _firstShard = (_firstShard + 1) % sources.All.Length;
        output.HandOver(batch);
    }

    /// <summary>Copies entries of one lane, from each ring up to a watermark.</summary>
    private void FillFrom(int lane, FlushBatch<TKey, TValue> batch, Watermark upTo, long most)
    {
        int first = batch.Count;
        int end = (int)Math.Min(batch.Capacity, batch.Count + most);
        for (int step = 0; step < sources.All.Length && batch.Count < end; step++)
        {
            int shard = (_firstShard + step) % sources.All.Length;
            sources.All[shard].Drain(lane, batch, _isProbe ? batch.Count + 1 : end, upTo[RingNumber.Of(shard, lane)]);
        }

        if (retries.IsEmpty)
            return;
        for (int entry = first; entry < batch.Count; entry++)
        {
            ref readonly var place = ref batch.PlaceOf(entry);
            if (retries.TryTake(place.Shard, place.Index, out var retry))
                batch.MarkRetried(entry, retry.Past);
        }
    }

    private void FillRetries(FlushBatch<TKey, TValue> batch)
    {
        // A probe has entries from different places, so that a bad one is not taken for an outage.
        int end = _isProbe ? (batch.Count + batch.Capacity + 1) / 2 : batch.Capacity;
        while (batch.Count < end && retries.TryTakeDue(out int shard, out int index, out var retry))
        {
            int entry = batch.Count;
            sources.All[shard].DrainOne(index, batch);
            if (entry < batch.Count)
                batch.MarkRetried(entry, retry.Past);
            else
                watermarks.Release(retry.Past.Fill);
        }
    }

    private void FillEarly(FlushBatch<TKey, TValue> batch)
    {
        long end = Math.Min(batch.Capacity, batch.Count + Early);
        _isSpaceWanted = false;
        while (batch.Count < end && pressure.Clock.MoveToOldest(_oldest) is >= 0 and var lane)
            FillFrom(lane, batch, _oldest, end - batch.Count);
    }
}
