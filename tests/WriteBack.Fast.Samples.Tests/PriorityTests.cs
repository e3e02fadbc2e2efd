using Quickstart;
using Quickstart.Priorities;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public class PriorityTests
{
    [Fact]
    public async Task What_is_queued_arrives_by_priority_and_page_views_arrive_among_endless_payments()
    {
        using var database = SampleDatabase.Create(path: null);

        var run = await Run.OfAsync(database, PriorityPart.RunAsync);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        // 512 payments that were ahead, then 350 rows as High.
        Assert.Equal(["Low, then High", "50"], run.Row("Page views, then again")[..2]);
        Assert.Equal(["Normal", "300", "863 to 1,162"], run.Row("Orders"));
        Assert.Equal(["Low", "250", "1,163 to 1,412"], run.Row("Page views"));
        Assert.Equal("512", run.Figure("Among them, page views written once"));
        Assert.Matches("^[0-9.,]+ flush intervals of 100 ms$", run.Figure("Longest wait of a page view"));
        Assert.Contains("rows of the table shop_event are what was written", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_who_arrived_when_and_after_how_long()
    {
        using var database = SampleDatabase.Create(path: null);
        await using var store = SqliteStore.Create(database.ConnectionString, ShopCache.Schema);
        await using var cache = await ShopCache.OpenAsync(store, ct: TestContext.Current.CancellationToken);
        using var log = new ArrivalLog(database);
        using var connection = database.Connect();
        EventGroup views = new(ShopEvent.PageView, From: 10, Count: 2);
        EventGroup orders = new(ShopEvent.Order, From: 10, Count: 2);
        Assert.Equal((0, 0), (log.Newest, log.First(views)));

        // Kinds in the order of the enum. The second view was written a day ago.
        long yesterday = DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeMilliseconds();
        foreach (string row in (string[])["2, 9, 0, 0", "2, 10, 0, 9e15", $"2, 11, 0, {yesterday}", "2, 12, 0, 0", "1, 10, 0, 0"])
            connection.Execute($"INSERT INTO shop_event VALUES({row})");
        connection.Execute("UPDATE shop_event SET amount = 1 WHERE kind = 2 AND number = 10");

        Assert.Equal(6, log.Newest);
        Assert.Equal((2, 6, 2), (log.First(views), log.Last(views), log.Count(views)));
        Assert.Equal((5, 5, 1), (log.First(orders), log.Last(orders), log.Count(orders)));
        Assert.Equal((2, 1, 0), (log.CountAfter(2, views), log.CountAfter(3, views), log.CountAfter(6, views)));
        Assert.InRange(log.LongestWait(views), TimeSpan.FromDays(1), TimeSpan.FromDays(1.5));
    }
}
