using Npgsql;

namespace WriteBack.Fast;

/// <summary>
/// Tells what is wrong with the server from what is wrong with a row, beyond what <see cref="NpgsqlException.IsTransient"/>
/// knows: a server that is shutting down or has become a standby, and whatever keeps a connection from being opened.
/// </summary>
internal static class PostgreSqlErrors
{
    private static readonly HashSet<string> OfServer =
    [
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.DatabaseDropped, PostgresErrorCodes.IdleSessionTimeout, PostgresErrorCodes.QueryCanceled,
        PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    public static Exception Translate(NpgsqlException exception) =>
        exception is PostgresException { SqlState: var state } && OfServer.Contains(state) ? StoreIsDown(exception) : exception;

    public static IOException StoreIsDown(NpgsqlException exception) => new(exception.Message, exception);
}
