using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests;

internal static class Players
{
    public static PlayerState State(int seed) =>
        new(seed * 1_000L, seed, seed / 3.0, -seed, seed % 2 == 0 ? $"title {seed}" : null);

    public static TestBatch<PlayerKey, PlayerState> Batch() => new(PlayerCache.Schema);

    public static WriteBatch<PlayerKey, PlayerState> Upsert(PlayerKey key, PlayerState state) =>
        Batch().Upsert(key, state).Build();

    public static WriteBatch<PlayerKey, PlayerState> Many(long tenantId, int count, int seed = 1)
    {
        var batch = Batch();
        for (int i = 0; i < count; i++)
            batch.Upsert(new PlayerKey(tenantId, i), State(i + seed));
        return batch.Build();
    }

    /// <summary>The table as plain SQL shows it, in the order of the keys.</summary>
    public static List<(PlayerKey Key, PlayerState State)> Rows(SqliteFolder folder) => folder.Rows(
        "SELECT tenant_id, player_id, score, level, x, y, title FROM player ORDER BY tenant_id, player_id",
        static row => (new PlayerKey(row.GetInt64(0), row.GetInt32(1)), StateOf(row)));

    private static PlayerState StateOf(SqliteDataReader row) => new(
        row.GetInt64(2), row.GetInt32(3), row.GetDouble(4), row.GetDouble(5), row.IsDBNull(6) ? null : row.GetString(6));
}
