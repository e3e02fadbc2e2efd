using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests;

/// <summary>A fresh folder with a database in it, removed at the end with every store opened here.</summary>
internal sealed class SqliteFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("writeback-sqlite-");
    private readonly List<IAsyncDisposable> _stores = [];

    public string File => Path.Combine(_folder.FullName, "cache.db");

    public string ConnectionString => $"Data Source={File};Default Timeout=5";

    public SqliteStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema, string? connectionString = null)
        where TKey : struct
        where TValue : notnull
    {
        var store = SqliteStore.Create(connectionString ?? ConnectionString, schema);
        _stores.Add(store);
        return store;
    }

    /// <summary>A connection as anyone would open it.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public object? Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
