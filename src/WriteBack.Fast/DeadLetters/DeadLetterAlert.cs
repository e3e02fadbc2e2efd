using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// A bad deployment can turn every write into a dead letter. The log says so once, and once how many there were.

/// <summary>Logs the beginning and the end of a time in which writes become dead letters. Thread-safe.</summary>
internal sealed class DeadLetterAlert(ILogger logger, string name)
{
    private readonly Lock _lock = new();
    private long _deadLettered;
    private long _dropped;
    private long _droppedBefore;

    /// <summary>Letters that had to go since the cache was opened.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return _droppedBefore + _dropped;
        }
    }

    /// <summary>A write became a dead letter.</summary>
    public void OnDeadLettered(int attempts, Exception reason)
    {
        bool isFirst;
        lock (_lock)
            isFirst = _deadLettered++ == 0;
        if (isFirst)
            LogMessages.DeadLettered(logger, name, attempts, reason);
    }

    /// <summary>The oldest letters had to go to make room.</summary>
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

    /// <summary>The store took what it was given, or the cache is closed.</summary>
    public void End()
    {
        // A look without the lock, which each batch takes otherwise. Who misses a count here ends it with the next batch.
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
