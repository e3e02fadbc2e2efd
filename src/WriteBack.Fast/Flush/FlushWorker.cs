using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// What an answer of the store means:
//
//   success               each entry is acknowledged, but for those that the store rejected
//   transient failure     the store is down: every entry of the batch is dirty again, no attempt is used up, and the
//                         retry schedule opens
//   any other failure     some entry is bad: the batch is tried in halves until the bad ones stand alone
//   a bad entry           is tried again with the next batches, MaxAttempts times in all, then becomes a dead letter
//
// The log has a batch, and what changed among the dead letters is on disk, before the store is called; the latter also
// before a batch is settled.

/// <summary>Writes batches to the store and settles their entries.</summary>
internal sealed class FlushWorker<TKey, TValue, TTraits>(
    string name,
    StoreClient<TKey, TValue> store,
    Shard<TKey, TValue, TTraits>[] shards,
    WriteBackOptions options,
    StoreCircuitBreaker retry,
    FlushCounters counters,
    DeadLetterQueue<TKey, TValue> deadLetters,
    DeadLetterJournal<TKey, TValue>? journal,
    DeadLetterAlert episode,
    LogBarrier? barrier,
    ILogger logger,
    BatchNumbers numbers)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // As many as the processor fetches at a time.
    private const int SlotsAhead = 12;

    private readonly Stack<(int Start, int Count)> _parts = [];
    private bool _hasStored;
    private bool _hasRefused;

    /// <summary>Settles every entry of a batch, whatever the store does.</summary>
    public async ValueTask FlushAsync(FlushBatch<TKey, TValue> batch, CancellationToken ct)
    {
        await PassBarrierAsync(batch.LastVersion, ct).ConfigureAwait(false);
        if (deadLetters.Count > 0)
            deadLetters.Supersede(batch, journal is null ? null : journal.IsSame);
        journal?.Commit();
        (_hasStored, _hasRefused) = (false, false);
        _parts.Push((0, batch.Count));
        while (_parts.TryPop(out var part))
        {
            // While the store is left alone there is no use in trying; the entries coalesce on.
            if (retry.IsOpen || ct.IsCancellationRequested)
            {
                RequeueAll(batch, part, hasTried: false);
                continue;
            }

            try
            {
                batch.Window.Bind(numbers.Next(), part.Start, part.Count);
                await store.WriteAsync(batch.Window, ct).ConfigureAwait(false);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                // However the store says that it was cancelled, the entries are not to blame.
                RequeueAll(batch, part, hasTried: false);
                continue;
            }
            catch (Exception exception)
            {
                counters.AddFlushError();
                OnFailure(batch, part, exception);
                continue;
            }

            OnSuccess(batch, part);
        }

        journal?.Commit();
        if (_hasStored && !_hasRefused)
            episode.End();
    }

    private async ValueTask PassBarrierAsync(long version, CancellationToken ct)
    {
        try
        {
            if (barrier is not null)
                await barrier.PassAsync(version, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // No part of the batch will be tried.
        }
    }

    private static bool IsTransientByDefault(Exception exception) =>
        exception is DbException { IsTransient: true } or TimeoutException or IOException or SocketException;

    private void OnSuccess(FlushBatch<TKey, TValue> batch, (int Start, int Count) part)
    {
        if (retry.OnSuccess())
            LogMessages.StoreBack(logger, name);
        counters.AddFlush(part.Count - batch.Window.RejectedCount);
        for (int index = 0; index < part.Count; index++)
        {
            int entry = part.Start + index;
            if (index + SlotsAhead < part.Count)
                Prefetch(in batch.PlaceOf(entry + SlotsAhead));
            if (batch.Window.RejectedCount > 0 && batch.Window.RejectionOf(index) is { } reason)
                Refuse(batch, entry, reason);
            else
                Acknowledge(batch, entry);
        }
    }

    private void Prefetch(in BatchPlace place) => shards[place.Shard].Prefetch(place.Index);

    private void Acknowledge(FlushBatch<TKey, TValue> batch, int entry)
    {
        _hasStored = true;
        ref readonly var place = ref batch.PlaceOf(entry);
        shards[place.Shard].Acknowledge(in place, batch, deadLetters);

        // The entries of a shard follow one another.
        if (entry + 1 == batch.Count || batch.PlaceOf(entry + 1).Shard != place.Shard)
            shards[place.Shard].Quota.ShowReleases();
    }

    private void OnFailure(FlushBatch<TKey, TValue> batch, (int Start, int Count) part, Exception exception)
    {
        if (IsTransient(exception))
        {
            if (retry.OnFailure())
                LogMessages.StoreDown(logger, name, part.Count, exception);
            RequeueAll(batch, part, hasTried: true);
        }
        else if (part.Count == 1)
        {
            Refuse(batch, part.Start, exception);
        }
        else
        {
            int half = part.Count / 2;
            _parts.Push((part.Start + half, part.Count - half));
            _parts.Push((part.Start, half));
        }
    }

    private void RequeueAll(FlushBatch<TKey, TValue> batch, (int Start, int Count) part, bool hasTried)
    {
        for (int entry = part.Start; entry < part.Start + part.Count; entry++)
            Requeue(batch, entry, batch[entry].Attempt - 1, hasTried);
    }

    private void Requeue(FlushBatch<TKey, TValue> batch, int entry, int attempts, bool hasTried)
    {
        batch.HasFailed = true;
        if (shards[batch.PlaceOf(entry).Shard].Requeue(in batch.PlaceOf(entry), batch, attempts))
            counters.AddCoalesced();
        else if (hasTried)
            counters.AddRetry();
    }

    /// <summary>The store cannot take an entry, as far as this attempt shows.</summary>
    private void Refuse(FlushBatch<TKey, TValue> batch, int entry, Exception reason)
    {
        _hasRefused = true;
        ref readonly var write = ref batch[entry];
        if (write.Attempt < options.Retry.MaxAttempts)
        {
            Requeue(batch, entry, write.Attempt, hasTried: true);
            return;
        }

        var letter = new DeadLetter<TKey, TValue>(
            write.Key, write.Value, write.Kind, write.Version, write.Attempt, DeadLetterError.Of(reason), options.TimeProvider.GetUtcNow());
        episode.OnDeadLettered(write.Attempt, reason);
        counters.AddDeadLetter();
        var fault = new DeadLetteredException($"The store of cache '{name}' refused a write {write.Attempt} times.", reason);
        if (shards[batch.PlaceOf(entry).Shard].Bury(in batch.PlaceOf(entry), batch, letter, deadLetters, fault))
            episode.OnDropped(1);
    }

    private bool IsTransient(Exception exception)
    {
        try
        {
            return options.IsTransient is { } isTransient ? isTransient(exception) : IsTransientByDefault(exception);
        }
        catch (Exception)
        {
            // The rule itself failed on an exception that it does not know.
            return IsTransientByDefault(exception);
        }
    }
}

/// <summary>Numbers the batches that the store is shown. Thread-safe.</summary>
internal sealed class BatchNumbers
{
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);
}
