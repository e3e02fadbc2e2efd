using MessagePack;

namespace WriteBack.Fast.Tests;

public sealed class SqliteTableCheckTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("key INTEGER PRIMARY KEY, score INTEGER", "column 'level' INTEGER is missing")]
    [InlineData("key INTEGER PRIMARY KEY, score INTEGER, level TEXT", "column 'level' is declared TEXT, not INTEGER")]
    [InlineData("key INTEGER PRIMARY KEY, score INTEGER, level", "column 'level' is declared without a type, not INTEGER")]
    [InlineData(
        "key INTEGER PRIMARY KEY, score INTEGER, level DOUBLE PRECISION",
        "column 'level' is declared DOUBLE PRECISION, not INTEGER")]
    [InlineData("key INTEGER PRIMARY KEY, score INTEGER, level DATETIME", "column 'level' is declared DATETIME, not INTEGER")]
    [InlineData("key INTEGER PRIMARY KEY, score INTEGER, level INTEGER, extra TEXT", "column 'extra' is none of the cache's")]
    [InlineData(
        "key INTEGER PRIMARY KEY, score INTEGER, level INTEGER, extra AS (score + 1)",
        "column 'extra' is none of the cache's")]
    [InlineData("key INTEGER, score INTEGER, level INTEGER", "the primary key is (), not (key)")]
    [InlineData(
        "key INTEGER, score INTEGER, level INTEGER, PRIMARY KEY(key, score)",
        "the primary key is (key, score), not (key)")]
    public async Task Another_table_is_refused_and_left_alone(string columns, string difference)
    {
        _folder.Execute($"CREATE TABLE scores({columns})");
        var sqlBefore = _folder.Query("SELECT sql FROM sqlite_master");
        var store = _folder.Open(ScoresCache.Schema);

        var exception = await Assert.ThrowsAsync<StoreSchemaException>(async () => await PrepareAsync(store));

        Assert.Equal("scores", exception.Table);
        Assert.Equal([difference], exception.Differences);
        Assert.Contains(difference, exception.Message, StringComparison.Ordinal);
        Assert.Equal(sqlBefore, _folder.Query("SELECT sql FROM sqlite_master"));
        Assert.Equal("delete", _folder.Query("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Every_difference_is_named()
    {
        _folder.Execute("CREATE TABLE scores(id INTEGER PRIMARY KEY, score BLOB)");

        var exception = await Assert.ThrowsAsync<StoreSchemaException>(
            async () => await PrepareAsync(_folder.Open(ScoresCache.Schema)));

        Assert.Equal(
            [
                "column 'key' INTEGER is missing",
                "column 'score' is declared BLOB, not INTEGER",
                "column 'level' INTEGER is missing",
                "column 'id' is none of the cache's",
                "the primary key is (id), not (key)",
            ],
            exception.Differences);
    }

    [Fact]
    public async Task A_column_that_cannot_be_null_must_not_be_the_caches_nullable_one()
    {
        _folder.Execute("CREATE TABLE tagged(key INTEGER PRIMARY KEY, tag BLOB NOT NULL)");

        var exception = await Assert.ThrowsAsync<StoreSchemaException>(
            async () => await PrepareAsync(_folder.Open(TaggedCache.Schema)));

        Assert.Equal(["column 'tag' is NOT NULL, but the cache's can be null"], exception.Differences);
    }

    [Theory]
    [InlineData("key INTEGER PRIMARY KEY, score INTEGER, level INTEGER")]
    [InlineData("level BIGINT NOT NULL, score INT DEFAULT 1, key INTEGER, PRIMARY KEY(key)")]
    [InlineData("KEY INTEGER PRIMARY KEY, Score INTEGER, LEVEL INTEGER")]
    public async Task A_table_made_by_hand_is_used_when_it_fits(string columns)
    {
        _folder.Execute($"CREATE TABLE scores({columns})");
        var store = _folder.Open(ScoresCache.Schema);
        await PrepareAsync(store);

        await store.WriteAsync(new TestBatch<int, Scores>(ScoresCache.Schema).Upsert(1, new Scores(2, 3)).Build(), Ct);

        Assert.Equal(new Scores(2, 3), (await store.LoadAsync(1, Ct)).Value);
    }

    [Fact]
    public async Task A_refused_table_is_checked_again_by_the_next_open()
    {
        _folder.Execute("CREATE TABLE scores(key INTEGER PRIMARY KEY)");
        var store = _folder.Open(ScoresCache.Schema);
        await Assert.ThrowsAsync<StoreSchemaException>(async () => await PrepareAsync(store));
        await Assert.ThrowsAsync<StoreSchemaException>(async () => await store.LoadAsync(1, Ct));

        _folder.Execute("DROP TABLE scores");

        await PrepareAsync(store);
        Assert.False((await store.LoadAsync(1, Ct)).Found);
    }

    [Fact]
    public async Task A_table_that_another_process_is_just_creating_is_used()
    {
        var store = _folder.Open(ScoresCache.Schema);
        using var other = _folder.Connect();
        using var transaction = other.BeginTransaction(deferred: false);
        using var command = other.CreateCommand();
        command.CommandText = "CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER, level INTEGER)";
        command.ExecuteNonQuery();

        // The store sees no table, wants to create it, and waits for the lock. Were it slower, it would see the table at once.
        var preparing = Task.Run(async () => await PrepareAsync(store), Ct);
        await Task.WhenAny(preparing, Task.Delay(TimeSpan.FromMilliseconds(100), Ct));
        Assert.False(preparing.IsCompleted);
        transaction.Commit();

        await preparing;
        Assert.False((await store.LoadAsync(1, Ct)).Found);
    }

    private static ValueTask PrepareAsync(IPreparableStore store) =>
        store.PrepareAsync(new StoreContext(MessagePackSerializerOptions.Standard), Ct);
}
