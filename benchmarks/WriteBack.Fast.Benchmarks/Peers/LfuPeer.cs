using System.Diagnostics.CodeAnalysis;
using BitFaster.Caching.Lfu;
using BitFaster.Caching.Scheduler;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>BitFaster's <c>ConcurrentLfu</c>, which keeps itself in order on the thread pool, as by default.</summary>
public readonly struct LfuPeer<TKey, TValue>(int capacity) : IPeer<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentLfu<TKey, TValue> _cache =
        new(Environment.ProcessorCount, capacity, new ThreadPoolScheduler(), EqualityComparer<TKey>.Default);

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value) => _cache.TryGet(key, out value);

    public void Set(in TKey key, in TValue value) => _cache.AddOrUpdate(key, value);

    public void Remove(in TKey key) => _cache.TryRemove(key);
}
