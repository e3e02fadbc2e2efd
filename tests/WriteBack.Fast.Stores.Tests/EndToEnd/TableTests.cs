namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>The table of a cache, shared with plain SQL.</summary>
public sealed class TableTests : IAsyncDisposable
{
    private readonly CacheFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task The_table_of_the_example_has_the_promised_form()
    {
        await using var cache = await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync);

        Assert.Equal(
            "CREATE TABLE player(tenant_id INTEGER, player_id INTEGER, score INTEGER, level INTEGER, x REAL, y REAL, title TEXT, "
            + "PRIMARY KEY(tenant_id, player_id)) WITHOUT ROWID",
            _folder.Query("SELECT sql FROM sqlite_master WHERE name = 'player'"));
        Assert.Equal("wal", _folder.Query("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task What_a_cache_stores_is_read_by_plain_sql()
    {
        await using var cache = await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync);
        var titled = new PlayerState(123_456_789_012, 7, 0.1, -2.5, "Größe");
        var untitled = new PlayerState(long.MinValue, -1, double.MaxValue, 1e-300, null);

        cache.Set(tenantId: 1, playerId: 2, titled);
        cache.Set(tenantId: 1, playerId: 3, untitled);
        await cache.FlushAsync();

        Assert.Equal([(new PlayerKey(1, 2), titled), (new PlayerKey(1, 3), untitled)], Players.Rows(_folder));
    }

    [Fact]
    public async Task Rows_written_by_plain_sql_are_loaded_and_deleted()
    {
        await using var cache = await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync);
        _folder.Execute(
            "INSERT INTO player VALUES(1, 1, 10, 1, 0.5, 1.5, 'one'), (1, 2, 20, 2, 0, 0, NULL), (1, 3, 30, 3, 0, 0, NULL)");

        Assert.Equal(new PlayerState(10, 1, 0.5, 1.5, "one"), await cache.GetAsync(1, 1));
        cache.Remove(1, 1);
        cache.Remove(1, 2);
        await cache.FlushAsync();

        Assert.Equal([new PlayerKey(1, 3)], Players.Rows(_folder).Select(static row => row.Key));
        Assert.Null(await cache.GetAsync(1, 1));
        Assert.Null(await cache.GetAsync(1, 2));
    }

    [Fact]
    public async Task Another_table_is_refused_when_the_cache_opens_and_nothing_is_changed()
    {
        _folder.Execute(
            """
            CREATE TABLE player(
                tenant_id INTEGER PRIMARY KEY, player_id TEXT, score INTEGER, level INTEGER, x REAL, y BLOB, name TEXT);
            INSERT INTO player VALUES(1, '2', 3, 4, 5, NULL, 'six');
            """);
        byte[] before = File.ReadAllBytes(_folder.File);

        var exception = await Assert.ThrowsAsync<StoreSchemaException>(
            async () => await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync));

        Assert.Equal("player", exception.Table);
        Assert.Equal(
            [
                "column 'player_id' is declared TEXT, not INTEGER",
                "column 'y' is declared BLOB, not REAL",
                "column 'title' TEXT is missing",
                "column 'name' is none of the cache's",
                "the primary key is (tenant_id), not (tenant_id, player_id)",
            ],
            exception.Differences);
        Assert.All(
            exception.Differences, difference => Assert.Contains(difference, exception.Message, StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
        Assert.Equal(["cache.db"], _folder.Files);
    }
}
