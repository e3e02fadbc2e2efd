using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>Its keys are objects, so each call boxes one.</summary>
/// <param name="limit">The most entries; none where nothing is to be evicted.</param>
public readonly struct MemoryCachePeer<TKey, TValue>(long? limit) : IPeer<TKey, TValue>, IDisposable
    where TKey : notnull
{
    private static readonly MemoryCacheEntryOptions OfSizeOne = new() { Size = 1 };

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = limit });

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value) => _cache.TryGetValue(key, out value);

    public void Set(in TKey key, in TValue value) => _cache.Set(key, value, OfSizeOne);

    public void Remove(in TKey key) => _cache.Remove(key);

    public void Dispose() => _cache.Dispose();
}
