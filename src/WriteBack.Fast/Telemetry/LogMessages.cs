using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

/// <summary>The log messages of the background. Event ids are stable.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Warning, "Cache {Cache}: the store is down; {Entries} entries of the batch are dirty again.")]
    public static partial void StoreDown(ILogger logger, string cache, int entries, Exception reason);

    [LoggerMessage(2, LogLevel.Information, "Cache {Cache}: the store is back.")]
    public static partial void StoreBack(ILogger logger, string cache);

    [LoggerMessage(3, LogLevel.Error, "Cache {Cache}: an entry was refused {Attempts} times and is now a dead letter. Those that follow are counted.")]
    public static partial void DeadLettered(ILogger logger, string cache, int attempts, Exception reason);

    [LoggerMessage(4, LogLevel.Error, "Cache {Cache}: there are too many dead letters; the oldest are being dropped to make room.")]
    public static partial void DeadLettersDropped(ILogger logger, string cache);

    [LoggerMessage(5, LogLevel.Error, "Cache {Cache}: closed with {Abandoned} writes abandoned.")]
    public static partial void Abandoned(ILogger logger, string cache, long abandoned);

    [LoggerMessage(6, LogLevel.Warning, "Cache {Cache}: cancelling the store's work at close failed.")]
    public static partial void CancellationFailed(ILogger logger, string cache, Exception reason);

    [LoggerMessage(7, LogLevel.Warning, "Cache {Cache}: {Count} writes became dead letters.")]
    public static partial void DeadLetteringEnded(ILogger logger, string cache, long count);

    [LoggerMessage(8, LogLevel.Warning, "Cache {Cache}: {Count} dead letters were dropped.")]
    public static partial void DroppingEnded(ILogger logger, string cache, long count);

    [LoggerMessage(9, LogLevel.Warning, "Cache {Cache}: cut {Bytes} bytes of an incomplete record off the end of '{File}'.")]
    public static partial void DeadLetterFileTorn(ILogger logger, string cache, string file, long bytes);

    [LoggerMessage(10, LogLevel.Error, "Cache {Cache}: the dead letters in '{File}' are damaged at byte {Offset}. The file is set aside. What was read of it and of older files is kept, but a replay will not write it, since it may have been superseded.")]
    public static partial void DeadLetterFileDamaged(ILogger logger, string cache, string file, long offset);

    [LoggerMessage(11, LogLevel.Error, "Cache {Cache}: not every dead letter in '{File}' can be read. The file is set aside.")]
    public static partial void DeadLetterFileUnreadable(ILogger logger, string cache, string file, Exception reason);

    [LoggerMessage(12, LogLevel.Error, "Cache {Cache}: {Count} dead letters cannot be written to disk and are in memory only.")]
    public static partial void DeadLettersNotSerialised(ILogger logger, string cache, int count, Exception reason);

    [LoggerMessage(13, LogLevel.Error, "Cache {Cache}: writing dead letters to disk failed; they are in memory, and it is tried again.")]
    public static partial void DeadLettersNotWritten(ILogger logger, string cache, Exception reason);

    [LoggerMessage(14, LogLevel.Information, "Cache {Cache}: dead letters are written to disk again.")]
    public static partial void DeadLettersWrittenAgain(ILogger logger, string cache);

    [LoggerMessage(15, LogLevel.Error, "Cache {Cache}: the write-ahead log in '{Directory}' has failed. Nothing is logged any more until the cache is opened again; what is dirty is in memory only, on its way to the store.")]
    public static partial void LogFaulted(ILogger logger, string cache, string directory, Exception reason);

    [LoggerMessage(16, LogLevel.Warning, "Cache {Cache}: cut {Bytes} bytes of an incomplete record off the end of the write-ahead log in '{Directory}'.")]
    public static partial void LogTorn(ILogger logger, string cache, string directory, long bytes);

    [LoggerMessage(17, LogLevel.Information, "Cache {Cache}: {Entries} entries were recovered from {Records} records of the write-ahead log in '{Directory}'.")]
    public static partial void LogRecovered(ILogger logger, string cache, string directory, long entries, long records);

    [LoggerMessage(18, LogLevel.Warning, "Cache {Cache}: everything in the write-ahead log in '{Directory}' is stored, but it could not be emptied. The next open stores it once more; remove the log before, if newer values were stored since it failed.")]
    public static partial void LogNotEmptied(ILogger logger, string cache, string directory, Exception reason);

    [LoggerMessage(19, LogLevel.Error, "Cache {Cache}: a callback that was posted to the flush threads has thrown.")]
    public static partial void CallbackFailed(ILogger logger, string cache, Exception reason);

    [LoggerMessage(20, LogLevel.Error, "Cache {Cache}: a timer's callback has thrown.")]
    public static partial void TimerFailed(ILogger logger, string cache, Exception reason);

    [LoggerMessage(21, LogLevel.Error, "Cache {Cache}: an observer has thrown. The entries are stored all the same.")]
    public static partial void ObserverFailed(ILogger logger, string cache, Exception reason);
}
