namespace WriteBack.Fast;

// A write's record is serialised before the slot's lock is taken, since serialising runs the user's code. The record is appended
// under the lock, so the log has the writes of a key in the order in which they were applied.

/// <summary>Gives each write its record in the log, if the cache has a log. Thread-safe.</summary>
/// <param name="log">The log, or null.</param>
/// <param name="sink">The dead letters, for writes that cannot be serialised.</param>
/// <param name="closing">Whether the cache is closed.</param>
internal sealed class WriteRecorder<TKey, TValue>(EntryLog<TKey, TValue>? log, DeadLetterSink<TKey, TValue> sink, CloseFlag closing)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Whether there is a log.</summary>
    public bool IsOn => log is not null;

    /// <summary>Prepares the record and the waiter of a write.</summary>
    /// <param name="request">The write.</param>
    /// <param name="waiter">The caller's wait for the write to be logged or stored, or null.</param>
    /// <param name="isReplay">Whether the write is the replay of a dead letter.</param>
    /// <param name="logRecord">The record, to be returned to its pool after the write. Null when the write needs none.</param>
    /// <param name="refused">The outcome of the write, when this returns <see langword="false"/>.</param>
    /// <returns><see langword="false"/> when the write must not be applied.</returns>
    public bool TryPrepare(
        in WriteRequest<TKey, TValue> request, WriteWaiter? waiter, bool isReplay, out PendingLogRecord? logRecord, out WriteOutcome refused)
    {
        (logRecord, refused) = (null, default);
        if (log is null && waiter is null)
            return true;
        if (log is { Log.IsRefusing: true })
        {
            refused = closing.IsClosed ? WriteOutcome.Closed : WriteOutcome.LogFull;
            return false;
        }

        logRecord = PendingLogRecord.Rent(waiter);
        if (log is null || log.TryPrepare(logRecord, in request.Key, in request.Value, request.Kind, out var reason))
            return true;
        PendingLogRecord.Return(logRecord);
        logRecord = null;
        refused = closing.IsClosed ? WriteOutcome.Closed : isReplay ? WriteOutcome.Settled : WriteOutcome.DeadLettered;
        if (refused == WriteOutcome.DeadLettered)
            DeadLetter(in request, waiter, reason!);
        return false;
    }

    /// <summary>Appends the record of a write. Needs the lock of the write's slot.</summary>
    /// <param name="logRecord">The record.</param>
    /// <param name="lsn">Receives the record's sequence, if there is a log.</param>
    public void Append(PendingLogRecord logRecord, ref long lsn)
    {
        if (log is not null)
            lsn = logRecord.Append(log.Log);
    }

    /// <summary>Appends a record of a slot's content again, unless the slot has changed.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="seen">The slot's sequence when its content was copied.</param>
    /// <param name="request">The copied content.</param>
    public void AppendAgain(ref Slot<TKey, TValue> slot, uint seen, in WriteRequest<TKey, TValue> request)
    {
        var logRecord = PendingLogRecord.Rent(waiter: null);

        // A slot that has changed meanwhile has a newer record, or needs none.
        if (log!.TryPrepare(logRecord, in request.Key, in request.Value, request.Kind, out _) && SlotLock.TryTake(ref slot.Sequence, seen))
        {
            Append(logRecord, ref slot.Logged);
            SlotLock.Release(ref slot.Sequence, seen);
        }

        PendingLogRecord.Return(logRecord);
    }

    private void DeadLetter(in WriteRequest<TKey, TValue> request, WriteWaiter? waiter, Exception reason)
    {
        var fault = sink.TakeUnserialised(request.Key, request.Value, request.Kind, log!.Log.Last, reason);

        // EndLogged, since a cancellation at the same time must not end the wait a second time.
        if (waiter is LogWaiter logged)
            logged.EndLogged(fault);
        else
            waiter?.End(fault);
    }
}
