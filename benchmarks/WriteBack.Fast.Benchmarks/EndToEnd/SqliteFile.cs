using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>
/// The table that the cache's store makes, written by SQLite's own functions: nothing that .NET could do is faster.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _upsert;

    public SqliteFile(string path)
    {
        _connection = Open(path);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _upsert = Prepare(
            "INSERT INTO entry(tenant, id, score, level, x, y) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(tenant, id) DO UPDATE SET "
            + "score = excluded.score, level = excluded.level, x = excluded.x, y = excluded.y");
    }

    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;

    /// <summary>Opens a database as the cache's store does, with its table.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS entry(
                tenant INTEGER, id INTEGER, score INTEGER, level INTEGER, x REAL, y REAL, PRIMARY KEY(tenant, id)) WITHOUT ROWID;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>In a transaction of its own, unless one was begun.</summary>
    public void Upsert(in EntryKey key, in EntryValue value)
    {
        raw.sqlite3_bind_int64(_upsert, 1, key.Tenant);
        raw.sqlite3_bind_int64(_upsert, 2, key.Id);
        raw.sqlite3_bind_int64(_upsert, 3, value.Score);
        raw.sqlite3_bind_int64(_upsert, 4, value.Level);
        raw.sqlite3_bind_double(_upsert, 5, value.X);
        raw.sqlite3_bind_double(_upsert, 6, value.Y);
        Run(_upsert);
    }

    public void Begin() => Run(_begin);

    public void Commit() => Run(_commit);

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _upsert.Dispose();
        _connection.Dispose();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_connection.Handle!, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), _connection.Handle!);
        return statement;
    }

    private void Run(sqlite3_stmt statement)
    {
        int result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _connection.Handle!);
    }
}
