using Npgsql;
using NpgsqlTypes;

namespace WriteBack.Fast.Benchmarks.Servers;

/// <summary>By hand: each batch is a binary <c>COPY</c> into a temporary table, and an upsert out of that, in one transaction.</summary>
internal sealed class CopyRows : IRows
{
    private const string Upsert = """
        INSERT INTO entry SELECT * FROM incoming
        ON CONFLICT (tenant, id) DO UPDATE SET score = excluded.score, level = excluded.level, x = excluded.x, y = excluded.y
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _upsert;
    private readonly int _batch;

    private CopyRows(NpgsqlConnection connection, int batch)
    {
        _connection = connection;
        _batch = batch;
        _upsert = new NpgsqlCommand(Upsert, connection);
    }

    public static async Task<CopyRows> OpenAsync(NpgsqlDataSource database, int batch)
    {
        var connection = await database.OpenConnectionAsync();
        await using var create = new NpgsqlCommand("CREATE TEMPORARY TABLE incoming (LIKE entry) ON COMMIT DELETE ROWS", connection);
        await create.ExecuteNonQueryAsync();
        var rows = new CopyRows(connection, batch);
        await rows._upsert.PrepareAsync();
        return rows;
    }

    public async Task WriteAsync(ReadOnlyMemory<EntryKey> keys, long score)
    {
        for (int from = 0; from < keys.Length; from += _batch)
            await WriteBatchAsync(keys.Slice(from, Math.Min(_batch, keys.Length - from)), score);
    }

    public async ValueTask DisposeAsync()
    {
        await _upsert.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task WriteBatchAsync(ReadOnlyMemory<EntryKey> keys, long score)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using (var rows = await _connection.BeginBinaryImportAsync("COPY incoming FROM STDIN (FORMAT BINARY)"))
        {
            foreach (ref readonly var key in keys.Span)
                Write(rows, in key, score);
            await rows.CompleteAsync();
        }

        await _upsert.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static void Write(NpgsqlBinaryImporter rows, in EntryKey key, long score)
    {
        rows.StartRow();
        rows.Write(key.Tenant, NpgsqlDbType.Bigint);
        rows.Write(key.Id, NpgsqlDbType.Bigint);
        rows.Write(score, NpgsqlDbType.Bigint);
        rows.Write(1L, NpgsqlDbType.Bigint);
        rows.Write(2.0, NpgsqlDbType.Double);
        rows.Write(3.0, NpgsqlDbType.Double);
    }
}
