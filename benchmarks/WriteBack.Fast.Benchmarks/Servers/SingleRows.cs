using Npgsql;

namespace WriteBack.Fast.Benchmarks.Servers;

/// <summary>By hand: each row is a prepared upsert and a transaction of its own.</summary>
internal sealed class SingleRows : IRows
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _upsert;
    private readonly NpgsqlParameter<long>[] _columns = [.. Enumerable.Range(0, 3).Select(static _ => new NpgsqlParameter<long>())];

    private SingleRows(NpgsqlConnection connection)
    {
        _connection = connection;
        _upsert = new NpgsqlCommand(
            "INSERT INTO entry VALUES ($1, $2, $3, 1, 2, 3) "
            + "ON CONFLICT (tenant, id) DO UPDATE SET score = excluded.score, level = excluded.level, x = excluded.x, y = excluded.y",
            connection);
        _upsert.Parameters.AddRange(_columns);
    }

    public static async Task<SingleRows> OpenAsync(NpgsqlDataSource database)
    {
        var rows = new SingleRows(await database.OpenConnectionAsync());
        await rows._upsert.PrepareAsync();
        return rows;
    }

    public async Task WriteAsync(ReadOnlyMemory<EntryKey> keys, long score)
    {
        for (int index = 0; index < keys.Length; index++)
        {
            (_columns[0].TypedValue, _columns[1].TypedValue, _columns[2].TypedValue) = (keys.Span[index].Tenant, keys.Span[index].Id, score);
            await _upsert.ExecuteNonQueryAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _upsert.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
