using StackExchange.Redis;

namespace WriteBack.Fast;

/// <summary>Lets a host open caches on Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>Stores the entries in the Redis whose connection is among the host's services.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="options">Where and how entries are kept.</param>
    public static WriteBackCacheBuilder<TKey, TValue> UseRedis<TKey, TValue>(
        this WriteBackCacheBuilder<TKey, TValue> builder, RedisStoreOptions? options = null)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(services => RedisStore.Create(
            (IConnectionMultiplexer?)services.GetService(typeof(IConnectionMultiplexer))
                ?? throw new InvalidOperationException("There is no IConnectionMultiplexer among the services: add one."),
            builder.Schema,
            options));
    }
}
