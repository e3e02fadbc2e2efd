using MessagePack;
using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>Entries that SQLite, or MessagePack before it, will never take.</summary>
public sealed class PoisonTests : IAsyncDisposable
{
    private const string Violation = "SQLite Error 19: 'CHECK constraint failed: score >= 0'.";

    private readonly CacheFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_value_that_cannot_be_serialized_is_dead_lettered_and_its_neighbours_are_stored()
    {
        await using var cache = await _folder.OpenAsync(TaggedCache.Schema, TaggedCache.OpenAsync);
        cache.Set(1, new Tagged("one"));
        cache.Set(2, new Tagged(new Unserializable()));
        cache.Set(3, new Tagged("three"));

        var report = await cache.FlushAsync();

        Assert.Equal((2, 1), (report.Stored, report.DeadLettered));
        var letter = Assert.Single(await cache.DeadLetters.ReadAllAsync().ToListAsync());
        Assert.Equal((2, WriteKind.Upsert), (letter.Key, letter.Kind));
        Assert.Equal(typeof(MessagePackSerializationException).FullName, letter.Error.Type);
        Assert.Equal(["one", "three"], _folder.Rows(
            "SELECT tag FROM tagged ORDER BY key",
            static row => MessagePackSerializer.Deserialize<string>(row.GetFieldValue<byte[]>(0))));
        Assert.Null(await cache.GetAsync(2));
    }

    [Fact]
    public async Task What_violates_a_constraint_is_dead_lettered_and_all_else_is_stored()
    {
        await using var cache = await OpenCheckedAsync();
        for (int key = 0; key < 100; key++)
            cache.Set(key, new Scores(IsBad(key) ? -key : key, key));

        var report = await cache.FlushAsync();

        Assert.Equal((90, 10), (report.Stored, report.DeadLettered));
        var letters = await cache.DeadLetters.ReadAllAsync().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100).Where(IsBad), letters.Select(static letter => letter.Key).Order());
        Assert.All(letters, static letter =>
        {
            Assert.Equal(new Scores(-letter.Key, letter.Key), letter.Value);
            Assert.Equal(new DeadLetterError(typeof(SqliteException).FullName!, Violation), letter.Error);
            Assert.Equal(3, letter.Attempts);
        });
        Assert.Equal(
            Enumerable.Range(0, 100).Where(static key => !IsBad(key)).Select(static key => (key, (long)key)),
            _folder.Rows(
                "SELECT key, score FROM scores WHERE key < 100 ORDER BY key",
                static row => (row.GetInt32(0), row.GetInt64(1))));
    }

    [Fact]
    public async Task A_read_of_what_was_refused_shows_the_row_that_the_store_has()
    {
        await using var cache = await OpenCheckedAsync();
        cache.Set(1_000, new Scores(-1, 1));
        cache.Set(1_001, new Scores(-1, 1));
        Assert.Equal(new Scores(-1, 1), await cache.GetAsync(1_000));

        await cache.FlushAsync();

        Assert.Equal(new Scores(70, 7), await cache.GetAsync(1_000));
        Assert.Null(await cache.GetAsync(1_001));
    }

    [Fact]
    public async Task Who_waits_for_the_store_is_told_of_the_constraint()
    {
        await using var cache = await OpenCheckedAsync();

        var exception = await Assert.ThrowsAsync<DeadLetteredException>(
            async () => await cache.SetAsync(1, new Scores(-1, 1), WriteDurability.Stored));

        Assert.Equal(Violation, Assert.IsType<SqliteException>(exception.InnerException).Message);
    }

    private static bool IsBad(int key) => key % 10 == 7;

    private Task<ScoresCache> OpenCheckedAsync()
    {
        _folder.Execute(
            """
            CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER CHECK(score >= 0), level INTEGER);
            INSERT INTO scores VALUES(1000, 70, 7);
            """);
        return _folder.OpenAsync(ScoresCache.Schema, ScoresCache.OpenAsync);
    }
}
