using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>The dead letters of a cache as its users see them. Thread-safe.</summary>
/// <param name="engine">The cache's parts.</param>
internal sealed class DeadLetterCalls<TKey, TValue, TTraits>(CacheEngine<TKey, TValue, TTraits> engine) : IDeadLetterQueue<TKey, TValue>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public int Count => engine.Sink.Letters.Count;

    public IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync(CancellationToken ct = default) =>
        engine.Sink.Letters.ReadAllAsync(ct);

    public async ValueTask<ReplayReport> ReplayAsync(CancellationToken ct = default)
    {
        engine.Pressure.Closing.ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        var letters = engine.Sink.Letters;
        var tally = new ReplayTally();
        try
        {
            foreach (var letter in letters.ToArray())
            {
                ct.ThrowIfCancellationRequested();
                ulong hash = TTraits.Hash(letter.Content.Key);
                var write = new PendingReplay<TKey, TValue, TTraits>(engine.Shards.Of(hash), letter, hash, letters, tally);
                var outcome = write.Try(waiter: null);
                if (!outcome.IsFinal)
                    await engine.Overflow.FinishAsync(write, outcome, waiter: null, OverflowPolicy.Wait, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            engine.Pressure.RequestFlush();
            await engine.Sink.CommitAsync().ConfigureAwait(false);
        }

        return tally.Report;
    }

    public async ValueTask ClearAsync(CancellationToken ct = default)
    {
        engine.Pressure.Closing.ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        engine.Sink.Letters.Clear();
        await engine.Sink.CommitAsync().ConfigureAwait(false);

        // If the cache was closed meanwhile, the files may still have the letters.
        engine.Pressure.Closing.ThrowIfClosed();
    }
}
