using Npgsql;

namespace WriteBack.Fast;

/// <summary>Tells what is wrong with the server, or with the table, from what is wrong with a row.</summary>
internal static class PostgreSqlErrors
{
    // An error of one of these ends the session, whatever its state says; a pooler ends sessions with states of its own.
    private const string Fatal = "FATAL";
    private const string Panic = "PANIC";

    // The function of the server that checks a row against the policies of its table.
    private const string RowPolicyCheck = "ExecWithCheckOptions";

    // Npgsql has no name for it.
    private const string SequenceLimitExceeded = "2200H";

    /// <summary>Says what an exception of Npgsql is about.</summary>
    public static StoreFailure Classify(NpgsqlException exception) => exception switch
    {
        PostgresException { InvariantSeverity: Fatal or Panic } => StoreFailure.Outage,

        // "Insufficient privilege" is also the state of a row that a policy of the table refuses.
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege, Routine: RowPolicyCheck } => StoreFailure.Unknown,
        PostgresException { SqlState: var state } => Classify(state),
        _ => exception.IsTransient ? StoreFailure.Outage : StoreFailure.Unknown,
    };

    /// <summary>The exception that a caller sees: a server that goes, or may only be read, is an <see cref="IOException"/>.</summary>
    public static Exception Translate(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or ['5', '7', ..] }
            ? StoreIsDown(exception)
            : exception;

    public static IOException StoreIsDown(NpgsqlException exception) => new(exception.Message, exception);

    private static StoreFailure Classify(string state) => state switch
    {
        // The row of another table decides: it may be on its way.
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => StoreFailure.Unknown,

        // A sequence has run out, for all rows.
        SequenceLimitExceeded => StoreFailure.Outage,

        // A row that is too large for a page or an index.
        PostgresErrorCodes.ProgramLimitExceeded => StoreFailure.Entry,

        // Also of a batch that needs more memory than there can be, and of any extension.
        PostgresErrorCodes.InternalError => StoreFailure.Unknown,
        _ => ClassifyClass(state.AsSpan(0, Math.Min(2, state.Length))),
    };

    private static StoreFailure ClassifyClass(ReadOnlySpan<char> stateClass) => stateClass switch
    {
        // Connection; state of the transaction or of a prepared statement, which a pooler may have mixed up; login; database; schema.
        "08" or "25" or "26" or "28" or "3D" or "3F" => StoreFailure.Outage,

        // Deadlocks and serialization failures.
        "40" => StoreFailure.Outage,

        // The statements are the same for all rows. So a table, a column or a permission is missing, or is another than it was.
        "42" => StoreFailure.Outage,

        // Resources; objects in use; intervention; system errors; damage.
        "53" or "55" or "57" or "58" or "XX" => StoreFailure.Outage,

        // A value out of range or of a wrong form; a constraint; the check of a view.
        "22" or "23" or "44" => StoreFailure.Entry,

        // The exception of a trigger among them, which may be about anything.
        _ => StoreFailure.Unknown,
    };
}
