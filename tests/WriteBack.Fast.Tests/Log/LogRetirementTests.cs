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
}
