using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>
/// Tells by type what the same write may survive later: what waited for a lock is a <see cref="TimeoutException"/>, what the
/// disk refused an <see cref="IOException"/>. Anything else, such as a violated constraint, stays a
/// <see cref="SqliteException"/>.
/// </summary>
internal static class SqliteErrors
{
    public static Exception Create(int resultCode, sqlite3 database)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(resultCode, database);
        }
        catch (SqliteException exception)
        {
            return Translate(exception);
        }

        throw new ArgumentOutOfRangeException(nameof(resultCode), resultCode, "Not the code of an error.");
    }

    public static Exception Translate(SqliteException exception) => (exception.SqliteErrorCode & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => new TimeoutException(exception.Message, exception),
        raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY =>
            new IOException(exception.Message, exception),
        _ => exception,
    };
}
