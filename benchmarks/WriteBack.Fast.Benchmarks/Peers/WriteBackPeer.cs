using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>This cache.</summary>
public readonly struct WriteBackPeer<TKey, TValue, TTraits>(WriteBackCache<TKey, TValue, TTraits> cache) : IPeer<TKey, TValue>, IDisposable
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    public bool TryGet(in TKey key, out TValue value) => cache.TryGet(in key, out value);

    public void Set(in TKey key, in TValue value) => cache.Set(in key, in value);

    public void Remove(in TKey key) => cache.Remove(in key);

    public void Dispose() => cache.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
