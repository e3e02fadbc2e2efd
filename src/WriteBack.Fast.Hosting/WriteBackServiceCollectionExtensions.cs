using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WriteBack.Fast;

/// <summary>Adds caches to a host.</summary>
public static class WriteBackServiceCollectionExtensions
{
    /// <summary>
    /// Adds a cache as <typeparamref name="TCache"/> and as <see cref="IWriteBackCache{TKey,TValue}"/>. It is opened, and recovered,
    /// before any hosted service starts, the web server among them, and drained after all of them have stopped; whoever asks for it
    /// before that waits until it is open. What is wrong with its options or its store keeps the host from starting.
    /// </summary>
    /// <remarks>
    /// Its options are those of the section <c>WriteBack:Player</c> of the configuration for a class <c>PlayerCache</c>, or else of
    /// the section with the cache's name, and then what <see cref="WriteBackCacheBuilder{TKey,TValue}.WithOptions(Action{WriteBackOptions})"/>
    /// changes. The host's logging and, if there is one among its services, its <see cref="TimeProvider"/> are used.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="build">Says on which store, and with which options.</param>
    public static IServiceCollection AddWriteBackCache<TCache, TKey, TValue>(
        this IServiceCollection services, Action<WriteBackCacheBuilder<TKey, TValue>> build)
        where TCache : class, IGeneratedCache<TCache, TKey, TValue>
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(build);
        var builder = new WriteBackCacheBuilder<TKey, TValue>(TCache.Schema);
        build(builder);
        services.AddSingleton(provider => new HostedCache<TCache, TKey, TValue>(builder, provider));
        services.AddSingleton<IHostedCache>(static provider => provider.GetRequiredService<HostedCache<TCache, TKey, TValue>>());
        services.AddSingleton<IHostedService>(static provider => new CacheLifetime(provider.GetRequiredService<HostedCache<TCache, TKey, TValue>>()));
        services.AddSingleton(static provider => provider.GetRequiredService<HostedCache<TCache, TKey, TValue>>().Cache);
        services.AddSingleton<IWriteBackCache<TKey, TValue>>(static provider => provider.GetRequiredService<TCache>());
        return services;
    }
}
