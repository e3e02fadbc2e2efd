using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// A bad deployment can turn every write into a dead letter. So the logger gets one message at the first letter, and one with their
// number at the end.

/// <summary>Logs the beginning and the end of a period in which writes become dead letters. Thread-safe.</summary>
/// <param name="logger">The logger.</param>
/// <param name="name">The cache's name.</param>
internal sealed class DeadLetterAlert(ILogger logger, string name)
{
    private readonly Lock _lock = new();
    private long _deadLettered;
    private long _dropped;
    private long _droppedBefore;

    /// <summary>The number of letters dropped since the cache was opened.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return _droppedBefore + _dropped;
        }
    }

    /// <summary>Counts a dead letter, and logs the first of a period.</summary>
    /// <param name="attempts">The number of attempts to store the write.</param>
    /// <param name="reason">The exception that made the write a dead letter.</param>
    public void OnDeadLettered(int attempts, Exception reason)
    {
        bool isFirst;
        lock (_lock)
            isFirst = _deadLettered++ == 0;
        if (isFirst)
            LogMessages.DeadLettered(logger, name, attempts, reason);
    }

    /// <summary>Counts dropped letters, and logs the first of a period.</summary>
    /// <param name="letters">The number of letters dropped to make room.</param>
    public void OnDropped(int letters)
    {
        bool isFirst;
        lock (_lock)
        {
            isFirst = _dropped == 0;
            _dropped += letters;
        }

        if (isFirst)
            LogMessages.DeadLettersDropped(logger, name);
    }

    /// <summary>Ends the period and logs the counts: the store took a batch, or the cache is closed.</summary>
    public void End()
    {
        // Checked without the lock, since every batch comes here. A missed count is reported with the next batch.
        // Acquires: they pair with the release of the lock.
        if (Volatile.Read(ref _deadLettered) == 0 && Volatile.Read(ref _dropped) == 0)
            return;
        long deadLettered;
        long dropped;
        lock (_lock)
        {
            (deadLettered, dropped) = (_deadLettered, _dropped);
            _droppedBefore += dropped;
            (_deadLettered, _dropped) = (0, 0);
        }

        if (deadLettered > 0)
            LogMessages.DeadLetteringEnded(logger, name, deadLettered);
        if (dropped > 0)
            LogMessages.DroppingEnded(logger, name, dropped);
    }
}
