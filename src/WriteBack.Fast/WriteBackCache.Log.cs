using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// What a cache with a write-ahead log does besides.

public abstract partial class WriteBackCache<TKey, TValue, TTraits>
{
    private readonly LogKeeper<TKey, TValue, TTraits>? _log;
    private readonly WaiterPool<LogWaiter> _logWaiters = new(static pool => new LogWaiter(pool));

    private async ValueTask StartAndRecoverAsync(CancellationToken ct)
    {
        bool isOpen = false;
        try
        {
            if (_log is not null)
            {
                await Task.Run(_log.Open, ct).ConfigureAwait(false);
                isOpen = true;
                await RecoverAsync(_log, ct).ConfigureAwait(false);
            }

            StartFlusher();
        }
        catch (Exception) when (_log is not null)
        {
            await GiveUpAsync(isOpen).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Applies what an earlier run has left in the log.</summary>
    private Task RecoverAsync(LogKeeper<TKey, TValue, TTraits> log, CancellationToken ct) => Task.Run(
        async () =>
        {
            long recovered = 0;
            foreach (var (key, value, kind, sequence) in log.ReadAll())
            {
                ct.ThrowIfCancellationRequested();
                ulong hash = TTraits.Hash(in key);
                var write = new PendingRecovery<TKey, TValue, TTraits>(_shards.Of(hash), key, hash, value, kind, sequence);
                var outcome = write.Try(waiter: null);

                // A record that a later one replaces counts for nothing.
                if (outcome == WriteOutcome.Coalesced)
                    continue;
                recovered++;
                if (outcome.IsAccepted)
                {
                    CountWrite();
                    continue;
                }

                // More than the cache may hold dirty: the log has also what was stored.
                StartFlusher();
                await FinishAsync(write, outcome, waiter: null, OverflowPolicy.Wait, ct).ConfigureAwait(false);
            }

            log.OnRecovered(recovered);
        },
        ct);

    private void StartFlusher()
    {
        if (!_flusher.IsStarted)
            _flusher.Start();
    }

    /// <summary>Ends a cache that could not be opened, and leaves the log as it is.</summary>
    private async ValueTask GiveUpAsync(bool isLogOpen)
    {
        CloseShards();
        _flusher.Gate.Open();
        await _flusher.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        if (isLogOpen)
            await Task.Run(_log!.Close).ConfigureAwait(false);
        _flusher.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLogged(
        Shard<TKey, TValue, TTraits> shard, in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority)
    {
        var outcome = shard.WriteLogged(in key, hash, in value, kind, priority, waiter: null);
        if (!TrySettleSimply(outcome))
            Finish(new PendingSet<TKey, TValue, TTraits>(shard, key, hash, value, kind, priority), outcome);
    }

    private LogWaiter LogWaiter()
    {
        if (_log is null)
        {
            throw new InvalidOperationException(
                "WriteDurability.Logged needs a write-ahead log, and this cache has none. Use Memory or Stored.");
        }

        return _log.Log.Fault is { } fault ? throw fault : _logWaiters.Rent();
    }
}
