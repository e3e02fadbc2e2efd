using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Reads through to the store, once for all who miss the same key at a time. Thread-safe.</summary>
/// <param name="shards">Where entries are looked up, and kept.</param>
/// <param name="store">The store.</param>
/// <param name="closed">Cancelled when the store is not to be used any more.</param>
internal sealed class LoadCoalescer<TKey, TValue, TTraits>(
    ShardSet<TKey, TValue, TTraits> shards, StoreClient<TKey, TValue> store, CancellationToken closed)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Reads an entry that was not in memory a moment ago.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="ct">Ends the wait, but not the load, for which others may wait.</param>
    public ValueTask<LoadResult<TValue>> LoadAsync(TKey key, ulong hash, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var loads = shards.Of(hash).Loads;
        var presence = loads.ReadOrLoad(in key, hash, out var value, out var load, out bool isNew);
        if (isNew)
            _ = RunAsync(loads, key, hash, load!);
        return load is null
            ? new ValueTask<LoadResult<TValue>>(new LoadResult<TValue>(presence == Presence.Live, value))
            : new ValueTask<LoadResult<TValue>>(load.Task.WaitAsync(ct));
    }

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
            load.Fail(exception);
        }
    }
}
