using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly string _sql;
    private readonly sqlite3_stmt _handle;

    public SqliteStatement(SqliteDatabase database, string sql)
    {
        _database = database;
        _sql = sql;
        int resultCode = raw.sqlite3_prepare_v3(database.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle);
        if (resultCode != raw.SQLITE_OK)
            throw SqliteErrors.CreateForCompilation(resultCode, database.Handle);
    }

    public sqlite3_stmt Handle => _handle;

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        int resultCode = raw.sqlite3_step(_handle);
        if (resultCode is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw FailureOf(resultCode);
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

    // A step compiles the statement anew when the schema has changed, and its code does not say which of the two has failed. So the
    // statement is compiled once more, in the same transaction.
    private Exception FailureOf(int resultCode)
    {
        var failure = SqliteErrors.Create(resultCode, _database.Handle);
        if (!SqliteErrors.IsError(resultCode))
            return failure;
        int compilation = raw.sqlite3_prepare_v2(_database.Handle, _sql, out var again);
        again.Dispose();
        return compilation == raw.SQLITE_OK ? failure : SqliteErrors.CreateForCompilation(compilation, _database.Handle);
    }
}
