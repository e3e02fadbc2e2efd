using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests;

/// <summary>A fresh folder with a database in it, removed at the end with every store opened here.</summary>
internal abstract class SqliteFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("writeback-sqlite-");
    private readonly List<IAsyncDisposable> _stores = [];

    public string File => Path.Combine(_folder.FullName, "cache.db");

    public IEnumerable<string> Files => _folder.EnumerateFiles().Select(static file => file.Name).Order();

    public string ConnectionString => $"Data Source={File};Default Timeout=5";

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

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected SqliteStore<TKey, TValue> OpenStore<TKey, TValue>(EntrySchema<TKey, TValue> schema, string? connectionString)
        where TKey : struct
        where TValue : notnull
    {
        var store = SqliteStore.Create(connectionString ?? ConnectionString, schema);
        _stores.Add(store);
        return store;
    }
}
