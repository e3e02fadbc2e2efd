using Microsoft.Data.Sqlite;
using Quickstart.Output;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.DeadLetters;

/// <summary>Rows that SQLite refuses: they harm no others, outlive a restart, and are stored once SQLite takes them.</summary>
internal static class DeadLetterPart
{
    private const int Items = 1_000;

    private static readonly int[] Refused = [7, 250, 251, 640, 999];
    private static readonly DeadLetterError Violation =
        new(typeof(SqliteException).FullName!, "SQLite Error 19: 'CHECK constraint failed: quantity >= 0'.");

    public static async Task RunAsync(SampleDatabase database, Report report)
    {
        report.Heading(
            $"5  Dead letters: {Format.Count(Items)} items, {Refused.Length} of which violate CHECK (quantity >= 0)");

        using var connection = database.Connect();
        StockTable.Create(connection);
        using var folder = new SideFolder(database, "letters");
        var options = new WriteBackOptions { FlushInterval = Timeout.InfiniteTimeSpan, DeadLetterDirectory = folder.Path };
        var stock = Enumerable.Range(0, Items).ToDictionary(
            static item => new ItemKey(item), static item => new Stock(Refused.Contains(item) ? -item : item));
        await using var store = SqliteStore.Create(database.ConnectionString, StockCache.Schema);

        await using var first = await StockCache.OpenAsync(store, options);
        await RefuseAsync(first, stock, connection, report);
        await CloseAsync(first);

        await using var second = await StockCache.OpenAsync(store, options);
        await ReplayAsync(second, stock, connection, report);
        long rows = Verify.Rows(StockCache.Schema.Name, stock, StockTable.Read(connection));
        var drained = await CloseAsync(second);
        report.Verified(StockCache.Schema.Name, rows);
        report.Closed(drained);
    }

    private static async Task RefuseAsync(
        StockCache cache, Dictionary<ItemKey, Stock> stock, SqliteConnection connection, Report report)
    {
        foreach (var (item, quantity) in stock)
            cache.Set(item, quantity);
        var flush = await cache.FlushAsync();

        Verify.Count("Rows stored", Items - Refused.Length, flush.Stored);
        Verify.Count("Rows refused", Refused.Length, flush.DeadLettered);
        long rows = Verify.Rows(
            StockCache.Schema.Name, stock.Where(static row => !Refused.Contains(row.Key.ItemId)), StockTable.Read(connection));
        var letters = await ReadAsync(cache, stock);
        var statistics = cache.Statistics;
        report.Figures(
            ("Rows stored beside those refused", Format.Count(rows)),
            ("Dead letters", Format.Count(letters.Count)),
            ("Attempts of each", Format.Count(letters[0].Attempts)),
            ("Calls of the store", Format.Count(statistics.Flushes + statistics.FlushErrors)),
            ("Of these, refused", Format.Count(statistics.FlushErrors)));
        report.Line($"Each letter says: {letters[0].Error.Message}");
    }

    private static async Task ReplayAsync(
        StockCache cache, Dictionary<ItemKey, Stock> stock, SqliteConnection connection, Report report)
    {
        var letters = await ReadAsync(cache, stock);

        var rewritten = new ItemKey(Refused[0]);
        stock[rewritten] = new Stock(70);
        cache.Set(rewritten, stock[rewritten]);
        await cache.FlushAsync();

        StockTable.DropConstraint(connection);
        var replay = await cache.DeadLetters.ReplayAsync();
        var flush = await cache.FlushAsync();

        Verify.Count("Letters replayed", Refused.Length - 1, replay.Replayed);
        Verify.Count("Letters superseded by a newer write", 1, replay.Superseded);
        Verify.Count("Rows refused once the constraint was gone", 0, flush.DeadLettered);
        Verify.Count("Letters left", 0, cache.DeadLetters.Count);
        report.Line("The cache was closed and opened, one of the items written anew, and the constraint dropped:");
        report.Figures(
            ("Letters that outlived the cache", Format.Count(letters.Count)),
            ("Replayed", Format.Count(replay.Replayed)),
            ("Not replayed, since there is a newer write", Format.Count(replay.Superseded)),
            ("Letters left", Format.Count(cache.DeadLetters.Count)));
    }

    /// <summary>Reads the letters, which have to be all rows that were refused.</summary>
    private static async Task<List<DeadLetter<ItemKey, Stock>>> ReadAsync(StockCache cache, Dictionary<ItemKey, Stock> stock)
    {
        var letters = await cache.DeadLetters.ReadAllAsync().ToListAsync();
        Verify.Rows(
            "of dead letters", stock.Where(static row => Refused.Contains(row.Key.ItemId)),
            letters.Select(static letter => KeyValuePair.Create(letter.Key, letter.Value)));
        foreach (var letter in letters)
        {
            if (letter.Error != Violation)
                throw new MismatchException($"The letter of {letter.Key} has {letter.Error}, but it should be {Violation}.");
            Verify.Count($"Attempts to store {letter.Key}", new RetryOptions().MaxAttempts, letter.Attempts);
        }

        return letters;
    }

    private static async Task<DrainReport> CloseAsync(StockCache cache)
    {
        var drained = await cache.CloseAsync();
        Verify.Drained(drained);
        Verify.Ledger(cache.Statistics);
        return drained;
    }
}
