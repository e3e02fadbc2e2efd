namespace WriteBack.Fast.Tests;

internal static class Players
{
    public static PlayerState State(int seed) =>
        new(seed * 1_000L, seed, seed / 3.0, -seed, seed % 2 == 0 ? $"title {seed}" : null);

    public static TestBatch<PlayerKey, PlayerState> Batch() => new(Schemas.Player);

    public static WriteBatch<PlayerKey, PlayerState> Upsert(PlayerKey key, PlayerState state) =>
        Batch().Upsert(key, state).Build();

    public static WriteBatch<PlayerKey, PlayerState> Many(long tenantId, int count, int seed = 1)
    {
        var batch = Batch();
        for (int i = 0; i < count; i++)
            batch.Upsert(new PlayerKey(tenantId, i), State(i + seed));
        return batch.Build();
    }
}
