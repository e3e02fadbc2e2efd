using Microsoft.Data.Sqlite;
using Quickstart.Players;
using Quickstart.Verification;

namespace Quickstart.Comparison;

/// <summary>Writes through: each write is a transaction of its own, by a prepared statement, synced before it returns.</summary>
internal sealed class WriteThroughTable : IDisposable
{
    public const string Name = "player_write_through";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _upsert;
    private readonly SqliteCommand _select;

    public WriteThroughTable(SampleDatabase database)
    {
        _connection = database.Connect();
        _connection.Execute("PRAGMA journal_mode = WAL");
        _connection.Execute("PRAGMA synchronous = FULL");
        _connection.Execute(
            $"CREATE TABLE {Name}(tenant_id INTEGER, player_id INTEGER, score INTEGER, level INTEGER, "
            + "x REAL, y REAL, title TEXT, PRIMARY KEY(tenant_id, player_id)) WITHOUT ROWID");
        _upsert = Prepare(
            $"INSERT INTO {Name} VALUES($tenant, $player, $score, $level, $x, $y, $title) ON CONFLICT DO UPDATE SET "
            + "score = excluded.score, level = excluded.level, x = excluded.x, y = excluded.y, title = excluded.title",
            "$tenant", "$player", "$score", "$level", "$x", "$y", "$title");
        _select = Prepare(
            $"SELECT {PlayerTable.ValueColumns} FROM {Name} WHERE tenant_id = $tenant AND player_id = $player",
            "$tenant", "$player");
    }

    public void Set(PlayerKey key, PlayerState state)
    {
        var parameters = _upsert.Parameters;
        parameters[0].Value = key.TenantId;
        parameters[1].Value = key.PlayerId;
        parameters[2].Value = state.Score;
        parameters[3].Value = state.Level;
        parameters[4].Value = state.X;
        parameters[5].Value = state.Y;
        parameters[6].Value = (object?)state.Title ?? DBNull.Value;
        _upsert.ExecuteNonQuery();
    }

    /// <summary>Writes many rows in one transaction.</summary>
    public void Fill(IEnumerable<KeyValuePair<PlayerKey, PlayerState>> rows)
    {
        _connection.Execute("BEGIN");
        foreach (var (key, state) in rows)
            Set(key, state);
        _connection.Execute("COMMIT");
    }

    public bool TryGet(PlayerKey key, out PlayerState state)
    {
        _select.Parameters[0].Value = key.TenantId;
        _select.Parameters[1].Value = key.PlayerId;
        using var row = _select.ExecuteReader();
        bool isFound = row.Read();
        state = isFound ? PlayerTable.ReadState(row) : default;
        return isFound;
    }

    public void Dispose()
    {
        _select.Dispose();
        _upsert.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = new SqliteCommand(sql, _connection);
        foreach (string name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
