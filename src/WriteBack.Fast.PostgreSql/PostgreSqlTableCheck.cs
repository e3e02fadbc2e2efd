using Npgsql;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Creates the table of a cache, or finds every way in which the one that is there differs.</summary>
internal static class PostgreSqlTableCheck
{
    private const string ReadColumns = """
        SELECT attname, format_type(atttypid, atttypmod), attnotnull, COALESCE(attnum = ANY(indkey), false)
        FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
        WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum
        """;

    // Two that create the same table at once would else collide in the catalogue, IF NOT EXISTS or not.
    private const string LockName = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    /// <exception cref="StoreSchemaException">The table is there, but is another.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, PostgreSqlTable table, CancellationToken ct)
    {
        if (await ExistsAsync(connection, table, ct).ConfigureAwait(false))
            return;

        var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, LockName, table.QuotedName, ct).ConfigureAwait(false);
            if (!await ExistsAsync(connection, table, ct).ConfigureAwait(false))
                await ExecuteAsync(connection, table.Create, parameter: null, ct).ConfigureAwait(false);
            await transaction.CommitAsync(ct).ConfigureAwait(false);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, PostgreSqlTable table, CancellationToken ct)
    {
        var present = await ReadPresentAsync(connection, table, ct).ConfigureAwait(false);
        if (present.Count == 0)
            return false;
        TableCheck.ThrowIfDifferent(table.Name, table.Columns, present, PostgreSqlType.NameOf, PostgreSqlType.Fits, StringComparer.Ordinal);
        return true;
    }

    private static async Task<List<ExistingColumn>> ReadPresentAsync(NpgsqlConnection connection, PostgreSqlTable table, CancellationToken ct)
    {
        var command = Command(connection, ReadColumns, table.QuotedName);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                List<ExistingColumn> columns = [];
                while (await reader.ReadAsync(ct).ConfigureAwait(false))
                    columns.Add(new ExistingColumn(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3)));
                return columns;
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, string? parameter, CancellationToken ct)
    {
        var command = Command(connection, sql, parameter);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string? parameter)
    {
        var command = new NpgsqlCommand(sql, connection);
        if (parameter is not null)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        return command;
    }
}
