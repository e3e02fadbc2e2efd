using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>
/// In memory only. It has no call that only looks, so a read names a source that is switched off, and what it gives in place
/// of a missing value is the default.
/// </summary>
public readonly struct HybridCachePeer(ServiceProvider services) : IPeer<EntryKey, EntryValue>, IDisposable
{
    private static readonly HybridCacheEntryOptions OnlyLook = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };
    private static readonly HybridCacheEntryOptions Keep = new()
    {
        Expiration = TimeSpan.FromDays(1),
        LocalCacheExpiration = TimeSpan.FromDays(1),
    };

    private readonly HybridCache _cache = services.GetRequiredService<HybridCache>();

    public static HybridCachePeer Create()
    {
        var services = new ServiceCollection();
        services.AddHybridCache();
        return new HybridCachePeer(services.BuildServiceProvider());
    }

    public bool TryGet(in EntryKey key, out EntryValue value)
    {
        var reading = _cache.GetOrCreateAsync(TextKey.Of(in key), static _ => ValueTask.FromResult(default(EntryValue)), OnlyLook);
        value = reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
        return value != default;
    }

    public void Set(in EntryKey key, in EntryValue value) => Wait(_cache.SetAsync(TextKey.Of(in key), value, Keep));

    public void Remove(in EntryKey key) => Wait(_cache.RemoveAsync(TextKey.Of(in key)));

    public void Dispose() => services.Dispose();

    private static void Wait(ValueTask call)
    {
        if (!call.IsCompletedSuccessfully)
            call.AsTask().GetAwaiter().GetResult();
    }
}
