using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// An opening prepares the store, takes the folder of the dead letters, then that of the log. It applies the writes that the log has
// from an earlier run, and starts the pipeline. A failure undoes the steps before it and leaves the log's records as they were.

/// <summary>Opens a cache.</summary>
/// <param name="engine">The cache's parts.</param>
internal sealed class CacheOpener<TKey, TValue, TTraits>(CacheEngine<TKey, TValue, TTraits> engine)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Opens the cache.</summary>
    /// <param name="ct">Cancels the opening.</param>
    /// <exception cref="WriteAheadLogException">The log is open elsewhere, is damaged, or cannot be used.</exception>
    public async ValueTask OpenAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await engine.Store.PrepareAsync(ct).ConfigureAwait(false);
        await engine.Sink.OpenAsync().ConfigureAwait(false);
        try
        {
            if (engine.Log is { } log)
            {
                await Task.Run(log.Open, ct).ConfigureAwait(false);
                await Task.Run(() => RecoverAsync(log, ct), ct).ConfigureAwait(false);
            }

            engine.Pipeline.Start();
        }
        catch (Exception)
        {
            await new CacheCloser<TKey, TValue, TTraits>(engine).GiveUpAsync().ConfigureAwait(false);
            throw;
        }

        CacheMeter.Add(engine);
    }

    /// <summary>Applies the writes that an earlier run has left in the log.</summary>
    private async Task RecoverAsync(CacheLog<TKey, TValue> log, CancellationToken ct)
    {
        long recovered = 0;
        foreach (var (key, value, kind, lsn) in log.ReadAll())
        {
            ct.ThrowIfCancellationRequested();
            ulong hash = TTraits.Hash(in key);
            var request = new WriteRequest<TKey, TValue>(key, hash, value, kind, FlushPriority.Normal);
            var write = new PendingRecovery<TKey, TValue, TTraits>(engine.Shards.Of(hash), request, lsn);
            var outcome = write.Try(waiter: null);

            // A record that a later record of its key replaces is not counted.
            if (outcome == WriteOutcome.Coalesced)
                continue;
            recovered++;
            if (outcome.IsAccepted)
            {
                engine.Tally.TryCount(outcome);
                continue;
            }

            // The log also has writes that were stored already, so its entries may exceed the limit of dirty entries. The pipeline makes
            // space.
            engine.Pipeline.Start();
            await engine.Overflow.FinishAsync(write, outcome, waiter: null, OverflowPolicy.Wait, ct).ConfigureAwait(false);
        }

        log.OnRecovered(recovered);
    }
}
