using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>What goes with a write besides its value: who waits for it, and its record for the log. One per thread, while a write is tried.</summary>
internal sealed class PendingLogRecord
{
    [ThreadStatic]
    private static PendingLogRecord? _ofThread;

    private bool _isRented;

    /// <summary>Who waits for the write, or null.</summary>
    public WriteWaiter? Waiter { get; private set; }

    /// <summary>The record's kind.</summary>
    public RecordKind Kind { get; set; }

    /// <summary>The record's payload.</summary>
    public PooledBuffer Payload { get; } = new();

    /// <summary>The sequence of a write that is in the log already; else 0.</summary>
    public long Recovered { get; private set; }

    /// <summary>The thread's logRecord, until it is returned. Code of the user, which runs meanwhile, may need another.</summary>
    public static PendingLogRecord Rent(WriteWaiter? waiter)
    {
        var logRecord = _ofThread ??= new PendingLogRecord();
        if (logRecord._isRented)
            logRecord = new PendingLogRecord();
        logRecord._isRented = true;
        logRecord.Waiter = waiter;
        return logRecord;
    }

    /// <summary>A record that is in the log already.</summary>
    /// <param name="lsn">Its sequence.</param>
    public static PendingLogRecord RentRecovered(long lsn)
    {
        var logRecord = Rent(waiter: null);
        logRecord.Recovered = lsn;
        return logRecord;
    }

    public static void Return(PendingLogRecord? logRecord)
    {
        if (logRecord is null)
            return;
        (logRecord.Waiter, logRecord.Recovered, logRecord._isRented) = (null, 0, false);
        logRecord.Payload.Truncate(0);
    }

    /// <summary>Gives the write its sequence, with a record in the log. Under the lock of the write's slot.</summary>
    public long Append(WriteAheadLog log) => Recovered > 0 ? Recovered : log.Append(Kind, Payload.WrittenSpan, Waiter as LogWaiter);
}
