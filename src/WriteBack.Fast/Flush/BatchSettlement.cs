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
/// <param name="stage">The shards, the watches of flushes, and the observers.</param>
/// <param name="sink">The dead letters.</param>
/// <param name="retries">The entries to be tried again.</param>
/// <param name="lone">The entries that have failed in a call of their own.</param>
internal sealed class BatchSettlement<TKey, TValue>(
    CacheServices services, FlushStage<TKey, TValue> stage, DeadLetterSink<TKey, TValue> sink, RetryQueue retries, LoneFailures lone)
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
        stage.Observers.OnStored(batch.StoreView);
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
            Requeue(batch, entry, new FailedAttempt(batch[entry].Attempt - 1), TimeSpan.Zero, hasTried);
    }

    /// <summary>Makes an entry dirty again that met an outage in a call of its own. This uses up no attempt.</summary>
    public void RequeueLone(FlushBatch<TKey, TValue> batch, int entry, LoneFailure failure)
    {
        // The circuit's delay serves for the first time.
        var retry = services.Options.Retry;
        var delay = failure.IsIsolated ? retry.MaxDelay
            : failure.Failures == 1 ? TimeSpan.Zero
            : retry.DelayAfter(failure.Failures);
        Requeue(batch, entry, new FailedAttempt(batch[entry].Attempt - 1), delay, hasTried: true, isPatient: true);
    }

    /// <summary>Settles an entry that the store refused: dirty again while attempts are left, otherwise a dead letter.</summary>
    public void OnRefused(FlushBatch<TKey, TValue> batch, int entry, Exception reason)
    {
        ref readonly var write = ref batch[entry];
        var retry = services.Options.Retry;
        var fault = new DeadLetteredException($"The store of cache '{services.Name}' refused a write {write.Attempt} times.", reason);
        if (write.Attempt < retry.MaxAttempts)
        {
            var failure = new FailedAttempt(write.Attempt, fault, retry.MaxAttempts);
            Requeue(batch, entry, failure, retry.DelayAfter(write.Attempt), hasTried: true);
            return;
        }

        var letter = sink.Make(in write, reason);
        ref readonly var place = ref batch.PlaceOf(entry);
        if (stage.Sources.Of(in place).DeadLetter(in place, batch, letter, fault))
            sink.OnDropped();
        EndRetries(batch, in place);
        stage.Observers.OnDeadLettered(letter);
    }

    private void Prefetch(in BatchPlace place) => stage.Sources.Of(in place).Prefetch(place.Index);

    private void Acknowledge(FlushBatch<TKey, TValue> batch, int entry)
    {
        ref readonly var place = ref batch.PlaceOf(entry);
        var source = stage.Sources.Of(in place);
        source.Acknowledge(in place, batch);
        EndRetries(batch, in place);

        // The entries of one shard are adjacent, so the copy is renewed once for each shard in the batch.
        if (entry + 1 == batch.Count || batch.PlaceOf(entry + 1).Shard != place.Shard)
            source.Dirty.Quota.ShowReleases();
    }

    private void Requeue(FlushBatch<TKey, TValue> batch, int entry, FailedAttempt failure, TimeSpan delay, bool hasTried, bool isPatient = false)
    {
        ref readonly var place = ref batch.PlaceOf(entry);
        if (stage.Sources.Of(in place).Fail(in place, failure))
            services.Counters.AddCoalesced();
        else if (hasTried)
            services.Counters.AddRetry();
        var past = failure.Refusal is null ? place.Past : place.Past.Refused(batch.FillNumber, failure.MostRefusals);
        if (place.Past.Fill == batch.FillNumber)
            stage.Watermarks.Hold(past.Fill);
        else if (place.Past.Fill != past.Fill)
            stage.Watermarks.Move(place.Past.Fill, past.Fill);
        if (retries.Add(place with { Past = past }, delay, isPatient))
            stage.Watermarks.Release(past.Fill);
    }

    /// <summary>Forgets that an entry has failed before, and lets go of the fill that it keeps open.</summary>
    private void EndRetries(FlushBatch<TKey, TValue> batch, in BatchPlace place)
    {
        lone.End(in place);
        if (place.Past.Fill != batch.FillNumber)
            stage.Watermarks.Release(place.Past.Fill);
    }
}
