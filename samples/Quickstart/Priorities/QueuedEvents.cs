using Quickstart.Output;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Priorities;

/// <summary>The order of what was queued while SQLite was busy.</summary>
internal static class QueuedEvents
{
    private const int BatchSize = 256;

    // One batch is with the store and one is ready for it when SQLite is busy: these two. What is written next is queued.
    // It is too little for the one batch in eight that begins with the least urgent.
    private static readonly EventGroup Ahead = new(ShopEvent.Payment, From: 0, Count: 2 * BatchSize);
    private static readonly EventGroup Views = new(ShopEvent.PageView, From: 0, Count: 250);
    private static readonly EventGroup Raised = new(ShopEvent.PageView, From: 250, Count: 50);
    private static readonly EventGroup Orders = new(ShopEvent.Order, From: 0, Count: 300);
    private static readonly EventGroup Payments = new(ShopEvent.Payment, From: Ahead.Count, Count: 300);

    /// <summary>Writes events in the wrong order, and shows in which they arrive.</summary>
    /// <returns>What was written.</returns>
    public static async Task<Dictionary<ShopEventKey, ShopEventState>> ShowAsync(
        ShopCache cache, SampleDatabase database, ArrivalLog log, Report report)
    {
        await WriteWhileBusyAsync(cache, database);
        VerifyOrder(log);

        report.Line($"Written while another connection had SQLite's write lock, after {Format.Count(Ahead.Count)} payments:");
        report.Table(
            ["In this order", "priority", "rows", "arrived in SQLite as number"],
            Row("Page views", "Low", Views),
            Row("Page views, then again", "Low, then High", Raised),
            Row("Orders", "Normal", Orders),
            Row("Payments", "High", Payments));
        return new(cache.Snapshot());

        string[] Row(string name, string priority, EventGroup group) =>
            [name, priority, Format.Count(log.Count(group)), $"{Format.Count(log.First(group))} to {Format.Count(log.Last(group))}"];
    }

    public static Task<ShopCache> OpenAsync(SqliteStore<ShopEventKey, ShopEventState> store) => ShopCache.OpenAsync(
        store, new WriteBackOptions { FlushInterval = Timeout.InfiniteTimeSpan, MaxBatchSize = BatchSize }).AsTask();

    private static async Task WriteWhileBusyAsync(ShopCache cache, SampleDatabase database)
    {
        using var other = database.Connect();
        other.Execute("BEGIN IMMEDIATE");
        Ahead.Write(cache, FlushPriority.High);
        Views.Write(cache, FlushPriority.Low);
        Raised.Write(cache, FlushPriority.Low);
        Orders.Write(cache, FlushPriority.Normal);
        Raised.Write(cache, FlushPriority.High);
        Payments.Write(cache, FlushPriority.High);
        var flush = cache.FlushAsync();
        other.Execute("COMMIT");
        await flush;
        Verify.Count("Events that were written twice and stored once", Raised.Count, cache.Statistics.Coalesced);
    }

    private static void VerifyOrder(ArrivalLog log)
    {
        foreach (var group in (EventGroup[])[Ahead, Views, Raised, Orders, Payments])
            Verify.Count($"Arrivals of {group}", group.Count, log.Count(group));
        Verify.Before("the last payment", log.Last(Payments), "the first order", log.First(Orders));
        Verify.Before("the last page view written again as High", log.Last(Raised), "the first order", log.First(Orders));
        Verify.Before("the last order", log.Last(Orders), "the first page view", log.First(Views));
    }
}
