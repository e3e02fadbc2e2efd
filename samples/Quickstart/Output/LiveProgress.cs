using System.Diagnostics;
using Spectre.Console;
using WriteBack.Fast;

namespace Quickstart.Output;

/// <summary>Shows a cache at work: a bar that moves on a terminal, a line now and then elsewhere.</summary>
internal static class LiveProgress
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Completes when the work does.</summary>
    /// <param name="report">Where to show it.</param>
    /// <param name="work">The work, already running.</param>
    /// <param name="total">How many writes it makes.</param>
    /// <param name="statistics">Gives the counters of the cache it writes to.</param>
    public static Task ShowAsync(Report report, Task work, long total, Func<WriteBackStatistics> statistics) =>
        report.IsInteractive ? ShowBarAsync(report, work, total, statistics) : ShowLinesAsync(report, work, statistics);

    private static Task ShowBarAsync(Report report, Task work, long total, Func<WriteBackStatistics> statistics) =>
        report.Console.Progress()
            .Columns(
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                var bar = context.AddTask("starting", maxValue: total);
                return WatchAsync(work, BarPeriod, elapsed =>
                {
                    var now = statistics();
                    bar.Value = now.Writes;
                    bar.Description = Describe(now, elapsed);
                });
            });

    private static Task ShowLinesAsync(Report report, Task work, Func<WriteBackStatistics> statistics) =>
        WatchAsync(work, LinePeriod, elapsed =>
        {
            var now = statistics();
            report.Line($"  {Format.Seconds(elapsed)}  {Format.Count(now.Writes)} writes  {Describe(now, elapsed)}");
        });

    private static async Task WatchAsync(Task work, TimeSpan period, Action<TimeSpan> show)
    {
        long start = Stopwatch.GetTimestamp();
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(period));
            show(Stopwatch.GetElapsedTime(start));
        }

        await work;
    }

    private static string Describe(WriteBackStatistics now, TimeSpan elapsed) =>
        $"{Format.Rate(now.Writes, elapsed)}  {Format.Count(now.Stored)} rows stored  "
        + $"{Format.Percent(now.Coalesced, now.Writes)} coalesced";
}
