using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests;

/// <summary>What the store says of its exceptions.</summary>
public sealed class SqliteClassificationTests : IAsyncDisposable
{
    private const int Error = 1;
    private const int NotADatabase = 26;

    private readonly StoreFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData(StoreFailure.Entry, 19, 20, 18)]
    [InlineData(StoreFailure.Entry, 19 | (1 << 8), 19 | (5 << 8), 19 | (6 << 8), 19 | (8 << 8))]
    [InlineData(StoreFailure.Outage, 5, 6, 13, 8, 10, 14, 11, 26, 3, 23, 7, 15, 17, 22)]
    [InlineData(StoreFailure.Outage, 5 | (1 << 8), 10 | (4 << 8), 8 | (4 << 8), 11 | (2 << 8))]
    [InlineData(StoreFailure.Unknown, 1, 2, 4, 9, 21, 25)]
    public void A_code_says_what_a_failure_is_about(StoreFailure expected, params int[] codes)
    {
        var store = _folder.Open(PlayerCache.Schema);

        Assert.All(codes, code => Assert.Equal(expected, store.Classify(new SqliteException("", code & 0xFF, code))));
    }

    [Fact]
    public void What_is_not_SQLites_is_left_to_the_cache()
    {
        var store = _folder.Open(PlayerCache.Schema);

        Assert.Equal(StoreFailure.Unknown, store.Classify(new InvalidOperationException()));
        Assert.Equal(StoreFailure.Unknown, store.Classify(new TimeoutException()));
    }

    [Fact]
    public async Task A_missing_parent_may_be_on_its_way()
    {
        _folder.Execute("CREATE TABLE parent(id INTEGER PRIMARY KEY)");
        _folder.Execute("CREATE TABLE scores(key INTEGER PRIMARY KEY REFERENCES parent(id), score INTEGER, level INTEGER)");

        Assert.Equal(StoreFailure.Unknown, await FailAsync(ScoresCache.Schema, 1, new Scores(1, 1)));
    }

    [Fact]
    public async Task A_trigger_may_refuse_for_any_reason()
    {
        _folder.Execute(
            """
            CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER, level INTEGER);
            CREATE TRIGGER closed BEFORE INSERT ON scores BEGIN SELECT RAISE(ABORT, 'closed for the night'); END;
            """);

        Assert.Equal(StoreFailure.Unknown, await FailAsync(ScoresCache.Schema, 1, new Scores(1, 1)));
    }

    [Fact]
    public async Task A_value_that_its_column_refuses_is_the_entrys_fault()
    {
        _folder.Execute("CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER CHECK(score > 0), level INTEGER)");

        Assert.Equal(StoreFailure.Entry, await FailAsync(ScoresCache.Schema, 1, new Scores(-1, 1)));
    }

    [Fact]
    public async Task A_missing_table_fails_writes_and_loads_as_a_failing_disk_does_and_is_not_created_again()
    {
        var store = _folder.Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Many(1, 3), Ct);
        _folder.Execute("ALTER TABLE player RENAME TO away");

        for (int attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<IOException>(async () => await store.WriteAsync(Players.Many(1, 3), Ct));
            Assert.Equal(Error, Assert.IsType<SqliteException>(error.InnerException).SqliteErrorCode);
            await Assert.ThrowsAsync<IOException>(async () => await store.LoadAsync(new PlayerKey(1, 1), Ct));
        }

        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM sqlite_schema WHERE name = 'player'"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_as_a_failing_disk()
    {
        await File.WriteAllTextAsync(_folder.File, new string('x', 4_096), Ct);
        var store = _folder.Open(PlayerCache.Schema);

        var error = await Assert.ThrowsAsync<IOException>(async () => await store.WriteAsync(Players.Many(1, 1), Ct));

        Assert.Equal(NotADatabase, Assert.IsType<SqliteException>(error.InnerException).SqliteErrorCode);
    }

    private async Task<StoreFailure> FailAsync<TKey, TValue>(EntrySchema<TKey, TValue> schema, TKey key, TValue value)
        where TKey : struct
        where TValue : notnull
    {
        var store = _folder.Open(schema);
        var batch = new TestBatch<TKey, TValue>(schema).Upsert(key, value).Build();
        return store.Classify(await Assert.ThrowsAsync<SqliteException>(async () => await store.WriteAsync(batch, Ct)));
    }
}
