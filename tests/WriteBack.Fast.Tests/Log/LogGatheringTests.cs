using System.Diagnostics;

namespace WriteBack.Fast.Tests.Log;

/// <summary>Writes that nobody waits for gather for a moment, and who waits does not. The moment is 5 ms.</summary>
public sealed class LogGatheringTests : IDisposable
{
    private const int Rounds = 20;
    private const int Enough = 3;

    private readonly MemoryDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Writes_that_nobody_waits_for_gather()
    {
        using var isSyncing = new SemaphoreSlim(0);
        using var script = LogScript.Open(_disk);
        _disk.Before = (_, kind) =>
        {
            if (kind == DiskOperation.Sync)
                isSyncing.Release();
        };
        int gathered = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            script.Append("plain");
            await isSyncing.WaitAsync();
            if (Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(3))
                gathered++;
        }

        // The system's clock goes in steps, so that a moment may end early.
        Assert.InRange(gathered, Rounds / 2, Rounds);
    }

    [Fact]
    public async Task Who_waits_for_a_write_does_not_wait_for_others()
    {
        using var script = LogScript.Open(_disk);
        await AssertBriefAsync(() => script.AppendAsync("awaited"));
        await AssertBriefAsync(() =>
        {
            script.Append("plain");
            return script.AppendAsync("awaited");
        });
    }

    [Fact]
    public async Task Who_waits_for_a_sync_does_not_wait_for_others()
    {
        using var script = LogScript.Open(_disk, LogSync.Interval, new TestClock());
        var barrier = new LogBarrier(script.Log);
        await AssertBriefAsync(() => barrier.PassAsync(script.Append("plain"), CancellationToken.None).AsTask());
    }

    /// <summary>On a busy machine anything may take long, but not nearly always.</summary>
    private static async Task AssertBriefAsync(Func<Task> wait)
    {
        int brief = 0;
        for (int round = 0; round < 25 * Rounds && brief < Enough; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await wait();
            if (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(1))
                brief++;
        }

        Assert.Equal(Enough, brief);
    }
}
