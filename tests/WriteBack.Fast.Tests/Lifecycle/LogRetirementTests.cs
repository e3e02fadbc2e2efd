namespace WriteBack.Fast.Tests.Lifecycle;

/// <summary>A log that has failed is emptied.</summary>
public sealed class LogRetirementTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly FaultInjectingStore<long, Quad> _store = new(new InMemoryStore<long, Quad>());

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
                script.Log.Append(RecordKind.Upsert, [], null);
            script.Log.Empty();
            last = script.Log.Last;
        }

        using var again = LogScript.Open(_disk);
        Assert.True(again.Append("third") > last);
    }

    [Fact]
    public async Task A_log_that_could_not_be_emptied_at_once_is_emptied_later()
    {
        await using var cache = await OpenAsync();
        await cache.SetAsync(1, Quad.Of(10), WriteDurability.Stored);
        int failures = 0;
        _disk.Fault = (_, kind) => kind is DiskOperation.Sync or DiskOperation.SetLength && failures++ < 2 ? new IOException("EIO") : null;
        Assert.False(cache.Statistics.IsLogFaulted);
        await Assert.ThrowsAsync<WriteAheadLogException>(() => cache.SetAsync(2, Quad.Of(20), WriteDurability.Logged).AsTask());
        Assert.True(cache.Statistics.IsLogFaulted);
        for (int value = 11; LogScript.Read(_disk.Copy()).Count > 0; value++)
            await cache.SetAsync(1, Quad.Of(value), WriteDurability.Stored);
    }

    private Task<QuadCache> OpenAsync() => Open.OnAsync(QuadCache.OpenAsync, _store, new WriteBackOptions
    {
        MaxBatchSize = 1,
        FlushInterval = TimeSpan.FromHours(1),
        ShutdownTimeout = TimeSpan.FromMilliseconds(50),
        Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
        Log = new WriteAheadLogOptions { Directory = "memory", OpenDisk = _ => _disk },
    });
}
