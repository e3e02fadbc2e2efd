namespace WriteBack.Fast;

/// <summary>A part of a batch.</summary>
/// <param name="Start">The index of the first entry.</param>
/// <param name="Count">The number of entries.</param>
internal readonly record struct BatchPart(int Start, int Count)
{
    public int End => Start + Count;
}

/// <summary>Settles the entries of batches: acknowledged, dirty again, or dead letters. Thread-safe.</summary>
/// <param name="services">The cache's name, options and counters.</param>
/// <param name="sources">The shards.</param>
/// <param name="sink">The dead letters.</param>
internal sealed class BatchSettlement<TKey, TValue>(
    CacheServices services, FlushSources<TKey, TValue> sources, DeadLetterSink<TKey, TValue> sink)
    where TKey : struct
    where TValue : notnull
{
    // About as many fetches as the processor keeps under way at a time.
    private const int SlotsAhead = 12;

    /// <summary>Settles a part that the store has stored, except for the entries that it rejected by name.</summary>
    /// <returns>Whether the store rejected any entry.</returns>
    public bool OnStored(FlushBatch<TKey, TValue> batch, BatchPart part)
    {
        int rejected = batch.StoreView.RejectedCount;
        services.Counters.AddFlush(part.Count - rejected);
        for (int index = 0; index < part.Count; index++)
        {
            int entry = part.Start + index;
            if (index + SlotsAhead < part.Count)
                Prefetch(in batch.PlaceOf(entry + SlotsAhead));
            if (rejected > 0 && batch.StoreView.RejectionOf(index) is { } reason)
                OnRefused(batch, entry, reason);
            else
                Acknowledge(batch, entry);
        }

        return rejected > 0;
    }

    /// <summary>Makes a part dirty again that the store did not get, or may not have got. This uses up no attempt.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="part">The part.</param>
    /// <param name="hasTried">Whether the store was called.</param>
    public void Requeue(FlushBatch<TKey, TValue> batch, BatchPart part, bool hasTried)
    {
        for (int entry = part.Start; entry < part.End; entry++)
            Requeue(batch, entry, batch[entry].Attempt - 1, hasTried);
    }

    /// <summary>Settles an entry that the store refused: dirty again while attempts are left, otherwise a dead letter.</summary>
    public void OnRefused(FlushBatch<TKey, TValue> batch, int entry, Exception reason)
    {
        ref readonly var write = ref batch[entry];
        if (write.Attempt < services.Options.Retry.MaxAttempts)
        {
            Requeue(batch, entry, write.Attempt, hasTried: true);
            return;
        }

        var letter = sink.Make(in write, reason);
        var fault = new DeadLetteredException($"The store of cache '{services.Name}' refused a write {write.Attempt} times.", reason);
        ref readonly var place = ref batch.PlaceOf(entry);
        if (sources.Of(in place).DeadLetter(in place, batch, letter, fault))
            sink.OnDropped();
    }

    private void Prefetch(in BatchPlace place) => sources.Of(in place).Prefetch(place.Index);

    private void Acknowledge(FlushBatch<TKey, TValue> batch, int entry)
    {
        ref readonly var place = ref batch.PlaceOf(entry);
        var source = sources.Of(in place);
        source.Acknowledge(in place, batch);

        // The entries of one shard are adjacent, so the copy is renewed once for each shard in the batch.
        if (entry + 1 == batch.Count || batch.PlaceOf(entry + 1).Shard != place.Shard)
            source.Dirty.Quota.ShowReleases();
    }

    private void Requeue(FlushBatch<TKey, TValue> batch, int entry, int attempts, bool hasTried)
    {
        batch.HasFailed = true;
        ref readonly var place = ref batch.PlaceOf(entry);
        if (sources.Of(in place).Requeue(in place, batch, attempts))
            services.Counters.AddCoalesced();
        else if (hasTried)
            services.Counters.AddRetry();
    }
}
