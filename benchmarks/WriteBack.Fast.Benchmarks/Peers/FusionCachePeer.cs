using ZiggyCreatures.Caching.Fusion;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>In memory only.</summary>
public readonly struct FusionCachePeer() : IPeer<EntryKey, EntryValue>, IDisposable
{
    private readonly FusionCache _cache = new(new FusionCacheOptions
    {
        DefaultEntryOptions = new FusionCacheEntryOptions(TimeSpan.FromDays(1)),
    });

    public bool TryGet(in EntryKey key, out EntryValue value)
    {
        var found = _cache.TryGet<EntryValue>(TextKey.Of(in key));
        value = found.GetValueOrDefault();
        return found.HasValue;
    }

    public void Set(in EntryKey key, in EntryValue value) => _cache.Set(TextKey.Of(in key), value);

    public void Remove(in EntryKey key) => _cache.Remove(TextKey.Of(in key));

    public void Dispose() => _cache.Dispose();
}
