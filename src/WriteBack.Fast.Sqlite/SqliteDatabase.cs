using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>An open connection, used through SQLite's own functions, which bind without boxing.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteDatabase(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
        }
        catch (SqliteException exception)
        {
            _connection.Dispose();
            throw SqliteErrors.Translate(exception);
        }

        // In ADO.NET a timeout of 0 means to wait for ever.
        LockTimeout = _connection.DefaultTimeout == 0
            ? TimeSpan.FromMilliseconds(int.MaxValue)
            : TimeSpan.FromSeconds(_connection.DefaultTimeout);
        SetBusyTimeout(LockTimeout);
    }

    /// <summary>Opens a database for what is to own it; closes it again if that cannot be made.</summary>
    public static TOwner Open<TOwner>(string connectionString, Func<SqliteDatabase, TOwner> makeOwner)
    {
        var database = new SqliteDatabase(connectionString);
        try
        {
            return makeOwner(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>How long to wait for a lock that another connection holds.</summary>
    public TimeSpan LockTimeout { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    public void SetBusyTimeout(TimeSpan timeout) =>
        _ = raw.sqlite3_busy_timeout(Handle, (int)Math.Min(timeout.TotalMilliseconds, int.MaxValue));

    public void Execute(string sql)
    {
        using var statement = new SqliteStatement(this, sql);
        statement.Run();
    }

    public void Check(int resultCode)
    {
        if (resultCode != raw.SQLITE_OK)
            throw SqliteErrors.Create(resultCode, Handle);
    }

    public void Dispose() => _connection.Dispose();
}
