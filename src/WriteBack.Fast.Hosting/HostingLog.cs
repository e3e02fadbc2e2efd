using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

internal static partial class HostingLog
{
    public static void Drained(ILogger logger, string cache, DrainReport report)
    {
        if (report.Abandoned > 0)
            Lost(logger, cache, report.Abandoned, report.Stored, report.DeadLettered, report.Logged, report.Duration);
        else
            Drained(logger, cache, report.Stored, report.DeadLettered, report.Logged, report.Duration);
    }

    [LoggerMessage(1, LogLevel.Information, "Cache '{Cache}' is open on {Store}.")]
    public static partial void Opened(ILogger logger, string cache, string store);

    [LoggerMessage(2, LogLevel.Information, "Cache '{Cache}' is closed: {Stored} writes stored, {DeadLettered} dead letters, {Logged} left in its log, in {Duration}.")]
    private static partial void Drained(ILogger logger, string cache, long stored, long deadLettered, long logged, TimeSpan duration);

    [LoggerMessage(3, LogLevel.Warning, "Cache '{Cache}' is closed, and {Abandoned} writes are lost: {Stored} stored, {DeadLettered} dead letters, {Logged} left in its log, in {Duration}.")]
    private static partial void Lost(ILogger logger, string cache, long abandoned, long stored, long deadLettered, long logged, TimeSpan duration);
}
