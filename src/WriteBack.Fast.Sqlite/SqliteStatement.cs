using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly sqlite3_stmt _handle;

    public SqliteStatement(SqliteDatabase database, string sql)
    {
        _database = database;
        database.Check(raw.sqlite3_prepare_v3(database.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public sqlite3_stmt Handle => _handle;

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        int resultCode = raw.sqlite3_step(_handle);
        if (resultCode is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw SqliteErrors.Create(resultCode, _database.Handle);
        return resultCode == raw.SQLITE_ROW;
    }

    /// <summary>Runs it to its end, and makes it ready for the next time.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    // The code that a reset returns is that of the step before, which has been dealt with.
    public void Reset() => _ = raw.sqlite3_reset(_handle);

    public void ClearBindings() => _ = raw.sqlite3_clear_bindings(_handle);

    public void CheckBinding(int resultCode) => _database.Check(resultCode);

    public void Dispose() => _handle.Dispose();
}
