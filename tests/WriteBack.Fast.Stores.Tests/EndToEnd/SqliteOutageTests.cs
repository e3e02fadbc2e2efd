using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>A cache on SQLite that for a while can store nothing, or that refuses single rows for good.</summary>
public sealed class SqliteOutageTests : IAsyncDisposable
{
    private const int Entries = 1_000;
    private const int WriteVersion = 18;
    private const byte Wal = 2;
    private const byte Unwritable = 3;

    private const string Columns =
        "tenant_id INTEGER, player_id INTEGER, score INTEGER, level INTEGER, x REAL, y REAL, title TEXT";

    private readonly CacheFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("ALTER TABLE player RENAME TO away", "ALTER TABLE away RENAME TO player")]
    [InlineData("ALTER TABLE player RENAME COLUMN score TO points", "ALTER TABLE player RENAME COLUMN points TO score")]
    [InlineData(
        $"ALTER TABLE player RENAME TO away; CREATE TABLE player({Columns})",
        "DROP TABLE player; ALTER TABLE away RENAME TO player")]
    [InlineData(
        "CREATE TRIGGER audits AFTER INSERT ON player BEGIN INSERT INTO missing VALUES(NEW.player_id); END",
        "CREATE TABLE missing(id INTEGER)")]
    public async Task A_changed_schema_is_an_outage_until_it_is_changed_back(string harm, string heal)
    {
        var (cache, store) = await OpenAsync();
        _folder.Execute(harm);

        await AssertOutageAsync(cache, store, () => _folder.Execute(heal));
    }

    [Fact]
    public async Task A_full_disk_is_an_outage_until_there_is_space()
    {
        // In a shared cache the limit of one connection is that of all.
        string shared = $"{_folder.ConnectionString};Cache=Shared";
        var (cache, store) = await OpenAsync(shared);
        using var other = new SqliteConnection($"{shared};Pooling=False");
        other.Open();
        Limit(other, pages: 1);
        FillUp(other);

        await AssertOutageAsync(cache, store, () =>
        {
            Limit(other, pages: 1_000_000);
            Execute(other, "DELETE FROM player WHERE tenant_id = 0");
        });
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_is_an_outage_until_it_may_be_written()
    {
        await using (var store = SqliteStore.Create(_folder.ConnectionString, PlayerCache.Schema))
            await store.LoadAsync(default, Ct);
        SetWriteVersion(Unwritable);
        var (cache, faults) = await OpenAsync();

        await AssertOutageAsync(cache, faults, () => SetWriteVersion(Wal));
    }

    [Theory]
    [InlineData($"CREATE TABLE player({Columns}, PRIMARY KEY(tenant_id, player_id), CHECK(player_id % 100 <> 7))")]
    [InlineData($"CREATE TABLE player({Columns}, PRIMARY KEY(tenant_id, player_id), CHECK(abs(-9223372036854775807 - (player_id % 100 = 7)) > 0))")]
    [InlineData(
        $"""
        CREATE TABLE player({Columns}, PRIMARY KEY(tenant_id, player_id));
        CREATE TRIGGER refuses BEFORE INSERT ON player WHEN NEW.player_id % 100 = 7 BEGIN SELECT RAISE(ABORT, 'no'); END
        """)]
    [InlineData(
        $"""
        CREATE TABLE player({Columns}, PRIMARY KEY(tenant_id, player_id));
        CREATE UNIQUE INDEX once ON player(iif(player_id % 100 = 7, 'taken', player_id));
        INSERT INTO player VALUES(2, 7, 0, 0, 0, 0, NULL)
        """)]
    public async Task A_row_that_is_refused_for_what_it_is_becomes_a_dead_letter_and_the_rest_is_stored(string table)
    {
        _folder.Execute(table);
        var (cache, _) = await OpenAsync();
        SetAll(cache);

        await cache.FlushAsync(Ct);

        Assert.Equal((Entries - 10, 10), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        var letters = await cache.DeadLetters.ReadAllAsync(Ct).ToListAsync(Ct);
        Assert.All(letters, static letter => Assert.Equal(7, letter.Key.PlayerId % 100));
        Assert.All(letters, static letter => Assert.Equal(typeof(SqliteException).FullName, letter.Error.Type));
    }

    [Fact]
    public async Task What_a_store_that_was_disposed_of_first_did_not_get_stays_in_the_log()
    {
        var options = Manual.Flushes;
        options.Log = new WriteAheadLogOptions { Directory = Path.Combine(Path.GetDirectoryName(_folder.File)!, "log") };
        options.ShutdownTimeout = TimeSpan.FromMilliseconds(100);
        SqliteStore<PlayerKey, PlayerState> store = null!;
        var cache = await _folder.OpenAsync(
            PlayerCache.Schema, (opened, options, ct) => PlayerCache.OpenAsync(store = opened, options, ct), options);
        SetAll(cache);
        await store.DisposeAsync();

        var report = await cache.CloseAsync(Ct);

        Assert.Equal((Entries, 0, 0), (report.Logged, report.DeadLettered, report.Abandoned));
        options.ShutdownTimeout = TimeSpan.FromMinutes(5);
        await using var again = await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync, options);
        await again.FlushAsync(Ct);
        AssertRows();
    }

    private static void SetAll(PlayerCache cache)
    {
        for (int player = 0; player < Entries; player++)
            cache.Set(1, player, Players.State(player));
    }

    private static void Limit(SqliteConnection connection, int pages) => Execute(connection, $"PRAGMA max_page_count = {pages}");

    /// <summary>Inserts the smallest rows until none fits into the pages that there are. A probe of few rows would fit otherwise.</summary>
    private static void FillUp(SqliteConnection connection)
    {
        const int full = 13;
        void Insert(int player) => Execute(connection, $"INSERT INTO player(tenant_id, player_id) VALUES(0, {player})");
        var error = Record.Exception(() =>
        {
            for (int player = 0; player < int.MaxValue; player++)
                Insert(player);
        });
        Assert.Equal(full, Assert.IsType<SqliteException>(error).SqliteErrorCode);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task AssertOutageAsync(PlayerCache cache, FaultInjectingStore<PlayerKey, PlayerState> store, Action heal)
    {
        SetAll(cache);
        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(4, Ct);
        Assert.True(cache.Statistics.IsStoreDown);
        Assert.Equal(Entries, cache.DirtyCount);
        Assert.All(store.Batches.Take(3), static batch => Assert.True(batch.Error is IOException or StoreSchemaException, $"{batch.Error}"));

        heal();
        await flush;

        Assert.Equal((Entries, 0), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        Assert.All(store.Batches, static batch => Assert.All(batch.Entries, static entry => Assert.Equal(1, entry.Attempt)));
        AssertRows();
    }

    private void AssertRows() =>
        Assert.Equal(Enumerable.Range(0, Entries).Select(static player => (new PlayerKey(1, player), Players.State(player))), Players.Rows(_folder));

    // SQLite only reads a file whose version for writing is above its own, whoever owns the file.
    private void SetWriteVersion(byte version)
    {
        using var file = new FileStream(_folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = WriteVersion;
        file.WriteByte(version);
    }

    private async Task<(PlayerCache Cache, FaultInjectingStore<PlayerKey, PlayerState> Store)> OpenAsync(string? connectionString = null)
    {
        var options = Manual.Flushes;
        options.Retry = new RetryOptions
        {
            MaxAttempts = 1,
            BaseDelay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(50),
        };
        FaultInjectingStore<PlayerKey, PlayerState> store = null!;
        var cache = await _folder.OpenAsync(
            PlayerCache.Schema,
            (inner, options, ct) => PlayerCache.OpenAsync(store = new FaultInjectingStore<PlayerKey, PlayerState>(inner), options, ct),
            options, connectionString);
        return (cache, store);
    }
}
