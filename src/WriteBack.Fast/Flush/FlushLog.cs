using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

/// <summary>What the background logs. Event ids are stable.</summary>
internal static partial class FlushLog
{
    [LoggerMessage(1, LogLevel.Warning, "Cache {Cache}: the store is down; {Entries} entries of the batch are dirty again.")]
    public static partial void StoreDown(ILogger logger, string cache, int entries, Exception reason);

    [LoggerMessage(2, LogLevel.Information, "Cache {Cache}: the store is back.")]
    public static partial void StoreBack(ILogger logger, string cache);

    [LoggerMessage(3, LogLevel.Error, "Cache {Cache}: an entry was refused {Attempts} times and is now a dead letter.")]
    public static partial void DeadLettered(ILogger logger, string cache, int attempts, Exception reason);

    [LoggerMessage(4, LogLevel.Error, "Cache {Cache}: the oldest dead letter was dropped to make room, version {Version}.")]
    public static partial void DeadLetterDropped(ILogger logger, string cache, long version);

    [LoggerMessage(5, LogLevel.Error, "Cache {Cache}: closed with {Abandoned} writes abandoned.")]
    public static partial void Abandoned(ILogger logger, string cache, long abandoned);

    [LoggerMessage(6, LogLevel.Warning, "Cache {Cache}: cancelling the store's work at close failed.")]
    public static partial void CancellationFailed(ILogger logger, string cache, Exception reason);
}
