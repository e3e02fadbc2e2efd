namespace WriteBack.Fast.Tests.Log;

/// <summary>A log that has failed is emptied.</summary>
public sealed class LogRetirementTests : IDisposable
{
    private readonly MemoryDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_segment_that_was_being_made_does_not_come_back_after_a_power_loss()
    {
        using var script = LogScript.Open(_disk);
        int failures = 0;
        _disk.Fault = (_, kind) => kind == DiskOperation.SyncNames && failures++ == 0 ? new IOException("EIO") : null;
        await Assert.ThrowsAsync<WriteAheadLogException>(async () =>
        {
            while (true)
                await script.AppendAsync("write");
        });
        script.Log.Empty();
        for (int seed = 0; seed < 50; seed++)
            Assert.Empty(LogScript.Read(_disk.AfterPowerLoss(_disk.Operations, new Random(seed))));
    }

    [Fact]
    public async Task Versions_go_on_however_many_were_given_after_the_failure()
    {
        long last;
        using (var script = LogScript.Open(_disk))
        {
            await script.AppendAsync("first");
            int failures = 0;
            _disk.Fault = (_, kind) => kind == DiskOperation.Sync && failures++ == 0 ? new IOException("EIO") : null;
            await Assert.ThrowsAsync<WriteAheadLogException>(() => script.AppendAsync("second"));
            for (int write = 0; write < 1 << 24; write++)
                script.Log.Append(LogRecordKind.Upsert, [], null);
            script.Log.Empty();
            last = script.Log.Last;
        }

        using var again = LogScript.Open(_disk);
        Assert.True(again.Append("third") > last);
    }
}
