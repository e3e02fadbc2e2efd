namespace WriteBack.Fast;

/// <summary>Lets a host open caches on SQLite.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Stores the entries in a SQLite database.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="connectionString">That of Microsoft.Data.Sqlite.</param>
    public static WriteBackCacheBuilder<TKey, TValue> UseSqlite<TKey, TValue>(
        this WriteBackCacheBuilder<TKey, TValue> builder, string connectionString)
        where TKey : struct
        where TValue : notnull =>
        builder.UseSqlite(_ => connectionString);

    /// <summary>Stores the entries in a SQLite database.</summary>
    /// <param name="builder">The cache.</param>
    /// <param name="connectionString">Gives that of Microsoft.Data.Sqlite when the host starts, for instance out of its configuration.</param>
    public static WriteBackCacheBuilder<TKey, TValue> UseSqlite<TKey, TValue>(
        this WriteBackCacheBuilder<TKey, TValue> builder, Func<IServiceProvider, string> connectionString)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        return builder.UseStore(services => SqliteStore.Create(connectionString(services), builder.Schema));
    }
}
