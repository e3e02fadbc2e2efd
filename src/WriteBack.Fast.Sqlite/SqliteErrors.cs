using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>Tells what SQLite cannot do for any row from what it refuses of one.</summary>
internal static class SqliteErrors
{
    private const int PrimaryCode = 0xFF;

    /// <summary>Says what an exception of SQLite is about, by its code.</summary>
    public static StoreFailure Classify(SqliteException exception) => (exception.SqliteErrorCode & PrimaryCode) switch
    {
        raw.SQLITE_CONSTRAINT => exception.SqliteExtendedErrorCode switch
        {
            // The row of another table decides: it may be on its way. A trigger may refuse for any reason.
            raw.SQLITE_CONSTRAINT_FOREIGNKEY or raw.SQLITE_CONSTRAINT_TRIGGER => StoreFailure.Unknown,
            _ => StoreFailure.Entry,
        },
        raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => StoreFailure.Entry,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL
            or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_NOLFS
            or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
            or raw.SQLITE_PERM or raw.SQLITE_AUTH
            or raw.SQLITE_NOMEM or raw.SQLITE_SCHEMA => StoreFailure.Outage,

        // SQLITE_ERROR among them: a function in a constraint or a trigger fails with it, on the value that it was given.
        _ => StoreFailure.Unknown,
    };

    /// <summary>
    /// The exception that a caller sees: a lock not had in time is a <see cref="TimeoutException"/>, any other outage an
    /// <see cref="IOException"/>.
    /// </summary>
    public static Exception Translate(SqliteException exception) => Classify(exception) != StoreFailure.Outage
        ? exception
        : (exception.SqliteErrorCode & PrimaryCode) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL
            ? new TimeoutException(exception.Message, exception)
            : StoreIsDown(exception);

    /// <summary>The exception for a failed call.</summary>
    public static Exception Create(int resultCode, sqlite3 database) => Translate(Read(resultCode, database));

    /// <summary>
    /// The exception for a statement that SQLite cannot compile. The statements of a store are the same for all rows, so a table or a
    /// column is missing, or is another than it was.
    /// </summary>
    public static Exception CreateForCompilation(int resultCode, sqlite3 database)
    {
        var exception = Read(resultCode, database);
        return IsError(resultCode) ? StoreIsDown(exception) : Translate(exception);
    }

    /// <summary>Whether a code is <c>SQLITE_ERROR</c>, which is all that SQLite says of a statement that it cannot compile.</summary>
    public static bool IsError(int resultCode) => (resultCode & PrimaryCode) == raw.SQLITE_ERROR;

    private static IOException StoreIsDown(SqliteException exception) => new(exception.Message, exception);

    private static SqliteException Read(int resultCode, sqlite3 database)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(resultCode, database);
        }
        catch (SqliteException exception)
        {
            return exception;
        }

        throw new ArgumentOutOfRangeException(nameof(resultCode), resultCode, "Not the code of an error.");
    }
}
