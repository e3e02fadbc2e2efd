using System.Diagnostics.CodeAnalysis;
using BitFaster.Caching.Lru;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>BitFaster's <c>ConcurrentLru</c>.</summary>
public readonly struct LruPeer<TKey, TValue>(int capacity) : IPeer<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentLru<TKey, TValue> _cache = new(Environment.ProcessorCount, capacity, EqualityComparer<TKey>.Default);

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value) => _cache.TryGet(key, out value);

    public void Set(in TKey key, in TValue value) => _cache.AddOrUpdate(key, value);

    public void Remove(in TKey key) => _cache.TryRemove(key);
}
