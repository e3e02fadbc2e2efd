using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>A write's record and waiter. Each thread has one, used while a write is tried.</summary>
internal sealed class PendingLogRecord
{
    [ThreadStatic]
    private static PendingLogRecord? _ofThread;

    private bool _isRented;

    /// <summary>The waiter for the write, or null.</summary>
    public WriteWaiter? Waiter { get; private set; }

    /// <summary>The record's kind.</summary>
    public RecordKind Kind { get; set; }

    /// <summary>The record's payload.</summary>
    public PooledBuffer Payload { get; } = new();

    /// <summary>The sequence of a write that the log has already; otherwise 0.</summary>
    public long Recovered { get; private set; }

    /// <summary>Rents the thread's pending record, to be returned after the write. User code that runs meanwhile gets a new one.</summary>
    /// <param name="waiter">The waiter for the write, or null.</param>
    public static PendingLogRecord Rent(WriteWaiter? waiter)
    {
        var logRecord = _ofThread ??= new PendingLogRecord();
        if (logRecord._isRented)
            logRecord = new PendingLogRecord();
        logRecord._isRented = true;
        logRecord.Waiter = waiter;
        return logRecord;
    }

    /// <summary>Rents a pending record for a write that the log has already.</summary>
    /// <param name="lsn">The sequence of the write's record in the log.</param>
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

    /// <summary>Appends the record to the log, unless the log has it already. Needs the lock of the write's slot.</summary>
    /// <returns>The write's sequence.</returns>
    public long Append(WriteAheadLog log) => Recovered > 0 ? Recovered : log.Append(Kind, Payload.WrittenSpan, Waiter as LogWaiter);
}
