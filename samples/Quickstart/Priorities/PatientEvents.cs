using Quickstart.Output;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Priorities;

/// <summary>What is not urgent, while what is urgent never ends.</summary>
internal static class PatientEvents
{
    private const int BatchSize = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = 100 * Interval;
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(10);

    // Many batches, so that there is always another full one.
    private static readonly EventGroup Endless = new(ShopEvent.Payment, From: 10_000, Count: 32 * BatchSize);
    private static readonly EventGroup Views = new(ShopEvent.PageView, From: 10_000, Count: 2 * BatchSize);

    /// <summary>Writes page views among payments without end, and shows how long they wait.</summary>
    public static async Task ShowAsync(ShopCache cache, ArrivalLog log, Report report)
    {
        long start = log.Newest;
        using var end = new CancellationTokenSource();
        var paying = Task.Factory.StartNew(() => Write(cache, end.Token), TaskCreationOptions.LongRunning);
        try
        {
            await WaitForAsync("payments", () => log.CountAfter(start, Endless) > 0);
            Views.Write(cache, FlushPriority.Low);
            await WaitForAsync("page views beside payments without end", () => log.Count(Views) == Views.Count);
            await WaitForAsync("payments after the page views", () => log.CountAfter(log.Last(Views), Endless) > 0);
        }
        finally
        {
            await end.CancelAsync();
            await paying;
        }

        await cache.FlushAsync();
        long before = log.CountAfter(start, Endless) - log.CountAfter(log.Last(Views), Endless);
        report.Line("Then payments without end, each of which is more urgent than any page view:");
        report.Figures(
            ("Payments written", Format.Count(cache.Statistics.Writes - Views.Count)),
            ("Among them, page views written once", Format.Count(Views.Count)),
            ("Payments that arrived before the last page view", Format.Count(before)),
            ("Longest wait of a page view", Format.Intervals(log.LongestWait(Views), Interval)));
    }

    public static Task<ShopCache> OpenAsync(SqliteStore<ShopEventKey, ShopEventState> store) => ShopCache.OpenAsync(
        store, new WriteBackOptions { FlushInterval = Interval, MaxBatchSize = BatchSize }).AsTask();

    private static void Write(ShopCache cache, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
            Endless.Write(cache, FlushPriority.High);
    }

    private static async Task WaitForAsync(string what, Func<bool> haveArrived)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!haveArrived())
        {
            if (patience.IsCancellationRequested)
                throw new MismatchException($"Within {Format.Intervals(Patience, Interval)} SQLite did not get all {what}.");
            await Task.Delay(PollPeriod);
        }
    }
}
