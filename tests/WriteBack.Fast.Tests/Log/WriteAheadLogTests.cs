using System.Runtime.InteropServices;

namespace WriteBack.Fast.Tests.Log;

/// <summary>What the log says of itself while it commits, and whom it tells.</summary>
public sealed class WriteAheadLogTests : IDisposable
{
    private const int Header = 64 + 24;
    private const int MaxBufferedBytes = 8 << 20;
    private const int Failed = 15;
    private const int NotEmptied = 18;

    private readonly MemoryDisk _disk = new();
    private readonly RecordingLogger _logger = new();
    private readonly WaiterPool<LogWaiter> _pool = new(static pool => new LogWaiter(pool));

    public void Dispose()
    {
        _disk.Dispose();
        _logger.Dispose();
    }

    [Fact]
    public async Task It_counts_records_syncs_and_bytes()
    {
        LogScript script;
        using (script = LogScript.Open(_disk))
        {
            Assert.Equal((0, 0, 0, 0, Header), Counts(script.Log));
            await script.AppendAsync("one");
            await script.AppendAsync("two");
            Assert.Equal((2, 2, 2, 2), (script.Log.Last, script.Log.LoggedUpTo, script.Log.Appends, script.Log.Syncs));
        }

        // With what says that they are synced.
        Assert.Equal((2, 2, 2, 2, Header + 4 * 32 - 2 * 8), Counts(script.Log));
    }

    [Fact]
    public async Task Bytes_on_their_way_count_with_those_in_the_segments()
    {
        using var script = LogScript.Open(_disk);
        using var gate = new DiskGate(_disk, DiskOperation.Sync);
        var first = script.AppendAsync("one");
        await gate.Reached;
        script.Append("two");
        Assert.Equal(Header + 2 * 32, script.Log.Bytes);
        gate.Open();
        await first;
    }

    [Fact]
    public async Task Writes_are_refused_while_too_much_waits_for_the_disk()
    {
        using var script = LogScript.Open(_disk, segmentBytes: 64 << 20);
        var log = script.Log;
        List<long> durableWhenThereWasRoom = [];
        script.Events.SpaceMade += () => durableWhenThereWasRoom.Add(log.LoggedUpTo);
        using var gate = new DiskGate(_disk, DiskOperation.Sync);
        var first = script.AppendAsync("first");
        await gate.Reached;
        byte[] half = new byte[MaxBufferedBytes / 2 - 2 * SegmentRecord.HeaderSize];
        log.Append(RecordKind.Upsert, half, null);
        log.Append(RecordKind.Upsert, half, null);
        Assert.False(log.IsRefusing);
        log.Append(RecordKind.Upsert, [], null);
        Assert.False(log.IsFull);
        Assert.True(log.IsRefusing);
        gate.Open();
        await first;

        // Only when what waited has been written, and once.
        await Eventually.Holds(() => !log.IsRefusing);
        await script.AppendAsync("last");
        await script.AppendAsync("last but for this");
        Assert.Equal([4], durableWhenThereWasRoom);
    }

    [Fact]
    public async Task Writes_are_refused_while_the_log_is_full()
    {
        const int record = 5_000 + SegmentRecord.HeaderSize;
        using var script = LogScript.Open(_disk, maxBytes: Header + record + 32);
        var log = script.Log;
        int madeRoom = 0;
        script.Events.SpaceMade += () => Interlocked.Increment(ref madeRoom);
        await script.AppendAsync(new string('x', 5_000));
        Assert.Equal((false, false), (log.IsFull, log.IsRefusing));
        script.Append("one");
        Assert.Equal((true, true), (log.IsFull, log.IsRefusing));
        await script.AppendAsync("two");
        await script.AppendAsync("three");
        Assert.Equal((true, true, 0), (log.IsFull, log.IsRefusing, madeRoom));
        log.TrimBelow(2);
        await Eventually.Holds(() => madeRoom == 1);
        Assert.Equal((false, false), (log.IsFull, log.IsRefusing));
        await script.AppendAsync("four");
        Assert.Equal(1, madeRoom);
    }

    [Fact]
    public async Task A_failure_is_told_once_to_all_and_refuses_nobody()
    {
        using var script = LogScript.Open(_disk, maxBytes: Header + 3 * 32, logger: _logger);
        var log = script.Log;
        int madeRoom = 0;
        var faulted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        script.Events.SpaceMade += () => Interlocked.Increment(ref madeRoom);
        script.Events.Faulted += faulted.SetResult;
        using var gate = new DiskGate(_disk, DiskOperation.Sync);
        var writing = script.AppendAsync("written");
        await gate.Reached;
        Task[] waiting = [writing, script.AppendAsync("on its way"), script.AppendAsync("too")];
        var barrier = new LogBarrier(log);
        var passing = barrier.PassAsync(log.Last, CancellationToken.None);
        Assert.True(log.IsRefusing);
        Assert.Null(log.Fault);
        _disk.Fault = static (_, _) => new IOException("EIO");
        gate.Open();
        foreach (var wait in waiting)
            Assert.Equal("EIO", (await Assert.ThrowsAsync<WriteAheadLogException>(() => wait)).InnerException?.Message);
        await faulted.Task;

        // What the log can not have any more keeps nothing from the store.
        await passing;
        Assert.True(log.IsDurable(long.MaxValue));
        Assert.Equal((false, 1), (log.IsRefusing, madeRoom));
        Assert.Equal([Failed], _logger.Ids);
        Assert.Contains("'memory'", _logger.MessageOf(Failed), StringComparison.Ordinal);

        // Versions go on, without records.
        var after = script.AppendAsync("after");
        Assert.Equal((4, 3, 0, false), (log.Last, log.Appends, log.LoggedUpTo, log.IsRefusing));
        await Assert.ThrowsAsync<WriteAheadLogException>(() => after);
        var waiter = _pool.Rent();
        var late = waiter.WaitAsync(CancellationToken.None);
        log.WaitDurable(waiter);
        await Assert.ThrowsAsync<WriteAheadLogException>(async () => await late);
    }

    [Fact]
    public async Task A_record_that_no_buffer_takes_is_a_failure_and_not_an_exception_of_the_writer()
    {
        using (var script = LogScript.Open(_disk))
        {
            var faulted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            script.Events.Faulted += faulted.SetResult;
            await script.AppendAsync("before");
            var waiter = _pool.Rent();
            var waiting = waiter.WaitAsync(CancellationToken.None);

            // As many bytes as no array has. None of them is looked at.
            byte single = 0;
            script.Log.Append(RecordKind.Upsert, MemoryMarshal.CreateReadOnlySpan(ref single, int.MaxValue), waiter);
            await Assert.ThrowsAsync<WriteAheadLogException>(async () => await waiting);
            await faulted.Task;
            Assert.Equal((2, 1), (script.Log.Last, script.Log.Appends));
        }

        Assert.Equal(["before"], LogScript.Read(_disk));
    }

    [Fact]
    public async Task With_an_interval_only_what_is_asked_for_is_synced()
    {
        using var script = LogScript.Open(_disk, LogSync.Interval, new TestClock());
        var log = script.Log;
        var barrier = new LogBarrier(log);
        await script.AppendAsync("one");
        Assert.Equal((1, 0), (log.LoggedUpTo, log.Syncs));
        Assert.False(log.IsDurable(1));
        await barrier.PassAsync(1, CancellationToken.None);
        Assert.Equal(1, log.Syncs);
        Assert.True(log.IsDurable(1));
        await script.AppendAsync("two");
        await script.AppendAsync("three");
        Assert.Equal((3, 1), (log.LoggedUpTo, log.Syncs));
        Assert.Equal((true, false), (log.IsDurable(1), log.IsDurable(2)));
        var passed = barrier.PassAsync(1, CancellationToken.None);
        Assert.True(passed.IsCompletedSuccessfully);

        // Two who ask at once are both told after one sync.
        using var gate = new DiskGate(_disk, DiskOperation.Write);
        var four = script.AppendAsync("four");
        await gate.Reached;
        var first = barrier.PassAsync(4, CancellationToken.None);
        var second = barrier.PassAsync(4, CancellationToken.None);
        Assert.Equal((false, false), (first.IsCompleted, second.IsCompleted));
        gate.Open();
        await first;
        await second;
        await four;
        Assert.True(log.IsDurable(4));
        Assert.Equal(2, log.Syncs);
    }

    [Fact]
    public async Task Without_syncs_what_is_written_is_enough()
    {
        using var script = LogScript.Open(_disk, LogSync.Never);
        var log = script.Log;
        var barrier = new LogBarrier(log);
        await script.AppendAsync("one");
        Assert.Equal((true, false), (log.IsDurable(1), log.IsDurable(2)));
        using var gate = new DiskGate(_disk, DiskOperation.Write);
        var two = script.AppendAsync("two");
        await gate.Reached;
        var passing = barrier.PassAsync(2, CancellationToken.None);
        Assert.False(passing.IsCompleted);
        gate.Open();
        await passing;
        await two;
        Assert.Equal((2, 0), (log.LoggedUpTo, log.Syncs));
    }

    [Theory]
    [InlineData(LogSync.Always)]
    [InlineData(LogSync.Interval)]
    [InlineData(LogSync.Never)]
    public async Task A_segment_goes_only_when_what_replaced_its_records_is_synced(LogSync sync)
    {
        string large = new('x', 2_000);
        using var script = LogScript.Open(_disk, sync, new TestClock());
        script.Append(large);
        await script.AppendAsync(large);
        script.Append("replaces the first");
        script.Log.TrimBelow(2);
        script.Log.TrimBelow(1);
        await Eventually.Holds(() => script.Log.OlderSegments.Count == 0);
        Assert.Equal([large, "replaces the first"], LogScript.Read(_disk.AfterPowerLoss(_disk.Operations, new Random(1))));
    }

    [Fact]
    public async Task It_says_when_there_is_another_segment_or_one_less()
    {
        using var script = LogScript.Open(_disk);
        int changes = 0;
        script.Events.SegmentsChanged += () => Interlocked.Increment(ref changes);
        for (int write = 0; write < 3; write++)
            await script.AppendAsync("small");
        Assert.Equal(0, changes);
        await script.AppendAsync(new string('x', 4_000));
        await Eventually.Holds(() => changes == 1);
        Assert.Single(script.Log.OlderSegments);
        script.Log.TrimBelow(script.Log.Last);
        await Eventually.Holds(() => changes == 2);
        Assert.Empty(script.Log.OlderSegments);
        await script.AppendAsync("small");
    }

    [Fact]
    public async Task A_failed_log_that_cannot_be_emptied_says_so_once_and_may_be_tried_again()
    {
        using (var script = LogScript.Open(_disk, logger: _logger))
        {
            await script.AppendAsync("first");
            _disk.Fault = static (_, _) => new IOException("EIO");
            await Assert.ThrowsAsync<WriteAheadLogException>(() => script.AppendAsync("second"));
            Assert.False(script.Log.Empty());
            Assert.Equal([Failed, NotEmptied], _logger.Ids);
            Assert.False(script.Log.Empty());
            Assert.Equal([Failed, NotEmptied], _logger.Ids);
            _disk.Fault = null;
            Assert.NotEmpty(LogScript.Read(_disk));
            Assert.True(script.Log.Empty());
        }

        Assert.Empty(LogScript.Read(_disk));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closed_it_has_written_all_and_lets_all_go(bool isToEmpty)
    {
        using var disk = new CountingDisk(_disk);
        var script = LogScript.Open(disk, LogSync.Never);
        await script.AppendAsync("one");
        script.Append("two");
        script.Log.Close(isToEmpty);
        Assert.Equal((0, true), (disk.OpenFiles, disk.IsClosed));
        Assert.Equal(2, script.Log.LoggedUpTo);
        var left = _disk.AfterPowerLoss(_disk.Operations, new Random(1));
        Assert.Equal(isToEmpty ? [] : ["one", "two"], LogScript.Read(left));

        // Emptied, it still knows which sequence was the last.
        var recovery = new LogRecovery(left);
        recovery.Verify();
        Assert.Equal(2, recovery.Last);
    }

    [Fact]
    public async Task It_is_emptied_only_when_its_thread_has_ended()
    {
        using var script = LogScript.Open(_disk);
        var log = script.Log;
        var emptied = new TaskCompletionSource<(int Before, int Meanwhile, Task<bool> Emptying)>(TaskCreationOptions.RunContinuationsAsynchronously);
        script.Events.Faulted += () =>
        {
            int operations = _disk.Operations;
            var emptying = Task.Run(log.Empty);
            for (int other = 0; other < 100; other++)
                Task.Run(static () => { }).GetAwaiter().GetResult();
            emptied.SetResult((operations, _disk.Operations, emptying));
        };
        int failures = 0;
        _disk.Fault = (_, kind) => kind == DiskOperation.Sync && failures++ == 0 ? new IOException("EIO") : null;
        await Assert.ThrowsAsync<WriteAheadLogException>(() => script.AppendAsync("one"));
        var (before, meanwhile, emptying) = await emptied.Task;
        Assert.Equal(before, meanwhile);
        Assert.True(await emptying);
        Assert.True(_disk.Operations > before);
    }

    [Fact]
    public async Task Its_thread_has_a_name_and_keeps_no_process_alive()
    {
        Thread? thread = null;
        using (var script = LogScript.Open(_disk))
        {
            _disk.Before = (_, _) => thread = Thread.CurrentThread;
            await script.AppendAsync("one");
            Assert.Equal(("test log", true), (thread?.Name, thread?.IsBackground));
        }

        Assert.False(thread?.IsAlive);
    }

    private static (long Last, long Durable, long Appends, long Syncs, long Bytes) Counts(WriteAheadLog log) =>
        (log.Last, log.LoggedUpTo, log.Appends, log.Syncs, log.Bytes);
}
