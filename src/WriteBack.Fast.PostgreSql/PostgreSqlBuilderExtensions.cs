using Npgsql;

namespace WriteBack.Fast;

/// <summary>Lets a host open caches on PostgreSQL.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Stores the entries in the PostgreSQL database whose data source is among the host's services.</summary>
    /// <param name="builder">The cache.</param>
    public static WriteBackCacheBuilder<TKey, TValue> UsePostgreSql<TKey, TValue>(this WriteBackCacheBuilder<TKey, TValue> builder)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(services => PostgreSqlStore.Create(
            (NpgsqlDataSource?)services.GetService(typeof(NpgsqlDataSource))
                ?? throw new InvalidOperationException("There is no NpgsqlDataSource among the services: add one, or give a connection string."),
            builder.Schema));
    }

    /// <summary>Stores the entries in a PostgreSQL database.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="connectionString">That of Npgsql.</param>
    public static WriteBackCacheBuilder<TKey, TValue> UsePostgreSql<TKey, TValue>(
        this WriteBackCacheBuilder<TKey, TValue> builder, string connectionString)
        where TKey : struct
        where TValue : notnull =>
        builder.UsePostgreSql(_ => connectionString);

    /// <summary>Stores the entries in a PostgreSQL database.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="connectionString">Gives that of Npgsql when the host starts, for instance out of its configuration.</param>
    public static WriteBackCacheBuilder<TKey, TValue> UsePostgreSql<TKey, TValue>(
        this WriteBackCacheBuilder<TKey, TValue> builder, Func<IServiceProvider, string> connectionString)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        return builder.UseStore(services => new PostgreSqlStore<TKey, TValue>(
            NpgsqlDataSource.Create(connectionString(services)), builder.Schema, ownsDataSource: true));
    }
}
