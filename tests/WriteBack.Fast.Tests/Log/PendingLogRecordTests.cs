namespace WriteBack.Fast.Tests.Log;

/// <summary>A thread's record is used again, but by one write at a time, and with nothing of the one before.</summary>
public sealed class PendingLogRecordTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly WaiterPool<LogWaiter> _pool = new(static pool => new LogWaiter(pool));

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void It_is_the_same_one_after_it_was_returned_and_another_one_before()
    {
        var waiter = _pool.Rent();
        PendingLogRecord.Return(PendingLogRecord.RentRecovered(9));
        var logRecord = PendingLogRecord.Rent(waiter);
        Assert.Equal(0, logRecord.Recovered);
        logRecord.Payload.GetSpan(3);
        logRecord.Payload.Advance(3);
        Assert.Same(waiter, logRecord.Waiter);

        // Code of the user, which runs meanwhile, writes as well.
        var inner = PendingLogRecord.Rent(null);
        Assert.NotSame(logRecord, inner);
        PendingLogRecord.Return(inner);
        Assert.NotSame(logRecord, PendingLogRecord.Rent(null));
        PendingLogRecord.Return(logRecord);
        var again = PendingLogRecord.Rent(null);
        Assert.Same(logRecord, again);
        Assert.Null(again.Waiter);
        Assert.Equal((0, 0), (again.Recovered, again.Payload.Length));
        PendingLogRecord.Return(again);
        PendingLogRecord.Return(null);
    }

    [Fact]
    public async Task A_write_that_is_in_the_log_already_keeps_its_sequence_and_another_gets_a_record()
    {
        using (var script = LogScript.Open(_disk))
        {
            var logRecord = PendingLogRecord.RentRecovered(9);
            Assert.Equal(9, logRecord.Append(script.Log));
            Assert.Equal(0, script.Log.Appends);
            PendingLogRecord.Return(logRecord);
            var waiter = _pool.Rent();
            logRecord = PendingLogRecord.Rent(waiter);
            logRecord.Kind = RecordKind.Upsert;
            "payload"u8.CopyTo(logRecord.Payload.GetSpan(7));
            logRecord.Payload.Advance(7);
            var logged = waiter.WaitAsync(CancellationToken.None);
            Assert.Equal(1, logRecord.Append(script.Log));
            PendingLogRecord.Return(logRecord);
            await logged;
        }

        Assert.Equal(["payload"], LogScript.Read(_disk));
    }
}
