namespace WriteBack.Fast;

// The dead letters as the user has them: the flusher's queue, and what needs the cache around it.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    /// <inheritdoc/>
    public IDeadLetterQueue<TKey, TValue> DeadLetters { get; }

    private sealed class CacheDeadLetters(WriteBackCache<TKey, TValue, TTraits> cache) : IDeadLetterQueue<TKey, TValue>
    {
        private readonly Flusher<TKey, TValue, TTraits> _flusher = cache._flusher;

        public int Count => _flusher.DeadLetters.Count;

        public IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync(CancellationToken ct = default) =>
            _flusher.DeadLetters.ReadAllAsync(ct);

        public async ValueTask<ReplayReport> ReplayAsync(CancellationToken ct = default)
        {
            cache.ThrowIfClosed();
            ct.ThrowIfCancellationRequested();
            var tally = new ReplayTally();
            try
            {
                foreach (var letter in _flusher.DeadLetters.ToArray())
                {
                    ct.ThrowIfCancellationRequested();
                    ulong hash = TTraits.Hash(letter.Content.Key);
                    var write = new PendingReplay<TKey, TValue, TTraits>(
                        cache._shards.Of(hash), letter, hash, _flusher.DeadLetters, tally);
                    var outcome = write.Try(waiter: null);
                    if (!cache.TrySettleSimply(outcome) && !outcome.IsFinal)
                        await cache.FinishAsync(write, outcome, waiter: null, OverflowPolicy.Wait, ct).ConfigureAwait(false);
                }
            }
            finally
            {
                _flusher.RequestFlush();
                await _flusher.CommitDeadLettersAsync().ConfigureAwait(false);
            }

            return tally.Report;
        }

        public async ValueTask ClearAsync(CancellationToken ct = default)
        {
            cache.ThrowIfClosed();
            ct.ThrowIfCancellationRequested();
            _flusher.DeadLetters.Clear();
            await _flusher.CommitDeadLettersAsync().ConfigureAwait(false);

            // Closed meanwhile, the files may not have heard of it.
            cache.ThrowIfClosed();
        }
    }
}
