using System.Numerics;
using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>A few rows among thousands that violate a constraint of SQLite, until the constraint is dropped.</summary>
public sealed class PoisonReplayTests : IAsyncDisposable
{
    private const int Entries = 10_000;
    private const int Attempts = 3;

    private const string Violation = "SQLite Error 19: 'CHECK constraint failed: score >= 0'.";

    // The first and the last, neighbours, and some far from others.
    private static readonly int[] Poison = [0, 1, 2_500, 4_999, 5_000, 7_777, Entries - 1];

    // A batch is split into halves, so each poisoned entry makes at most two calls on each level that the halves have. Tried
    // again, poisoned entries have only each other beside them: splitting n until each stands alone takes 2n - 1 calls.
    private static readonly int MostCalls =
        1 + (2 * Poison.Length * (BitOperations.Log2(Entries - 1) + 1)) + ((Attempts - 1) * ((2 * Poison.Length) - 1));

    private readonly CacheFolder _folder = new();
    private FaultInjectingStore<int, Scores> _store = null!;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poison_among_many_costs_few_calls_and_is_replayed_when_the_constraint_is_gone(bool isOnDisk)
    {
        CreateTable();
        await using var cache = await OpenAsync(isOnDisk);

        await WriteAllAsync(cache);
        Assert.InRange(_store.Batches.Count, Poison.Length * Attempts, MostCalls);
        await AssertLettersAsync(cache);
        DropConstraint();
        await ReplayAllAsync(cache);

        var statistics = cache.Statistics;
        Assert.Equal(
            (Entries + Poison.Length, 0, Entries, Poison.Length, 0),
            (statistics.Writes, statistics.Coalesced, statistics.Stored, statistics.DeadLettered, statistics.Pending));
    }

    [Fact]
    public async Task Letters_on_disk_are_replayed_by_the_next_cache()
    {
        CreateTable();
        await using (var first = await OpenAsync(isOnDisk: true))
            await WriteAllAsync(first);

        DropConstraint();
        await using (var second = await OpenAsync(isOnDisk: true))
        {
            await AssertLettersAsync(second);
            await ReplayAllAsync(second);
        }

        await using var third = await OpenAsync(isOnDisk: true);
        Assert.Equal(0, third.DeadLetters.Count);
    }

    private static Scores ScoresOf(int key) => new(Poison.Contains(key) ? -1 - key : key, key);

    private static async Task AssertLettersAsync(ScoresCache cache)
    {
        var letters = await cache.DeadLetters.ReadAllAsync().ToListAsync();
        Assert.Equal(Poison, letters.Select(static letter => letter.Key).Order());
        Assert.All(letters, static letter =>
        {
            Assert.Equal((ScoresOf(letter.Key), WriteKind.Upsert, Attempts), (letter.Value, letter.Kind, letter.Attempts));
            Assert.Equal(new DeadLetterError(typeof(SqliteException).FullName!, Violation), letter.Error);
        });
    }

    private Task<ScoresCache> OpenAsync(bool isOnDisk)
    {
        var options = Manual.Flushes;
        // All in one batch, so that the calls can be foretold.
        options.MaxBatchSize = 2 * Entries;
        options.Retry = new RetryOptions { MaxAttempts = Attempts };
        options.DeadLetterDirectory = isOnDisk ? _folder.Letters : null;
        return _folder.OpenAsync(
            ScoresCache.Schema,
            (inner, options, ct) => ScoresCache.OpenAsync(_store = new FaultInjectingStore<int, Scores>(inner), options, ct),
            options);
    }

    private async Task WriteAllAsync(ScoresCache cache)
    {
        for (int key = 0; key < Entries; key++)
            cache.Set(key, ScoresOf(key));

        var report = await cache.FlushAsync();

        Assert.Equal((Entries - Poison.Length, Poison.Length), (report.Stored, report.DeadLettered));
        AssertRows(Enumerable.Range(0, Entries).Except(Poison));
    }

    private async Task ReplayAllAsync(ScoresCache cache)
    {
        Assert.Equal(new ReplayReport(Poison.Length, Superseded: 0), await cache.DeadLetters.ReplayAsync());
        var report = await cache.FlushAsync();

        Assert.Equal(0, report.DeadLettered);
        Assert.Equal(0, cache.DeadLetters.Count);
        AssertRows(Enumerable.Range(0, Entries));
    }

    private void AssertRows(IEnumerable<int> keys) => Assert.Equal(
        keys.Select(static key => (key, ScoresOf(key))),
        _folder.Rows(
            "SELECT key, score, level FROM scores ORDER BY key",
            static row => (row.GetInt32(0), new Scores(row.GetInt64(1), row.GetInt32(2)))));

    private void CreateTable() =>
        _folder.Execute("CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER CHECK(score >= 0), level INTEGER)");

    private void DropConstraint() => _folder.Execute(
        """
        BEGIN IMMEDIATE;
        CREATE TABLE unchecked(key INTEGER PRIMARY KEY, score INTEGER, level INTEGER);
        INSERT INTO unchecked SELECT key, score, level FROM scores;
        DROP TABLE scores;
        ALTER TABLE unchecked RENAME TO scores;
        COMMIT;
        """);
}
