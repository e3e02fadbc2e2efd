using Microsoft.Data.Sqlite;
using Quickstart.Verification;

namespace Quickstart.Players;

/// <summary>Reads tables of players with plain SQL.</summary>
internal static class PlayerTable
{
    public const string ValueColumns = "score, level, x, y, title";

    public static IEnumerable<KeyValuePair<PlayerKey, PlayerState>> Read(SqliteConnection connection, string table) =>
        connection.Query(
            $"SELECT {ValueColumns}, tenant_id, player_id FROM {table}",
            static row => KeyValuePair.Create(new PlayerKey(row.GetInt64(5), row.GetInt32(6)), ReadState(row)));

    public static PlayerState ReadState(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetDouble(2), row.GetDouble(3), row.IsDBNull(4) ? null : row.GetString(4));
}
