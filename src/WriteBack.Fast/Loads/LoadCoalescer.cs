using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Reads through to the store: concurrent misses of one key share one load. Thread-safe.</summary>
/// <param name="shards">The shards, which look entries up and keep the loaded ones.</param>
/// <param name="store">The store.</param>
/// <param name="name">The cache's name, for exceptions.</param>
/// <param name="closed">A token that is cancelled when the store must not be used any more.</param>
internal sealed class LoadCoalescer<TKey, TValue, TTraits>(
    ShardSet<TKey, TValue, TTraits> shards, StoreClient<TKey, TValue> store, string name, CancellationToken closed)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Reads an entry that a look-up in memory has just missed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="ct">Cancels the wait. The load goes on, since other callers may wait for it.</param>
    public ValueTask<LoadResult<TValue>> LoadAsync(TKey key, ulong hash, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var loads = shards.Of(hash).Loads;
        var presence = loads.ReadOrLoad(in key, hash, out var value, out var load, out bool isNew);
        if (isNew)
            Run(loads, key, hash, load!);
        return load is null
            ? new ValueTask<LoadResult<TValue>>(new LoadResult<TValue>(presence == Presence.Live, value))
            : new ValueTask<LoadResult<TValue>>(load.Task.WaitAsync(ct));
    }

    private void Run(SingleFlight<TKey, TValue, TTraits> loads, TKey key, ulong hash, Load<TValue> load)
    {
        if (SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default)
            _ = RunAsync(loads, key, hash, load);
        else
            RunOnPool(loads, key, hash, load);
    }

    // A store may return to the context in which it is called, and the caller may block its own until the load has ended.
    private void RunOnPool(SingleFlight<TKey, TValue, TTraits> loads, TKey key, ulong hash, Load<TValue> load) =>
        _ = Task.Run(() => RunAsync(loads, key, hash, load));

    private async Task RunAsync(SingleFlight<TKey, TValue, TTraits> loads, TKey key, ulong hash, Load<TValue> load)
    {
        try
        {
            LoadResult<TValue> result;
            do
                result = await store.LoadAsync(key, closed).ConfigureAwait(false);
            while (!loads.TryEndLoad(in key, hash, load, ref result));

            load.Complete(result);
        }
        catch (Exception exception)
        {
            loads.FailLoad(in key);
            load.Fail(closed.IsCancellationRequested
                ? new ObjectDisposedException($"The cache '{name}' was closed before the store had answered.", exception)
                : exception);
        }
    }
}
