namespace WriteBack.Fast.Tests.Log;

/// <summary>Each write's sequence is its own, however long ago it was given.</summary>
public sealed class LogSequenceTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly FaultInjectingStore<long, Quad> _store = new(new InMemoryStore<long, Quad>());

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_write_stays_in_the_log_however_often_that_was_opened_since()
    {
        _store.Pause();
        await using (var cache = await OpenAsync(_disk))
        {
            await cache.SetAsync(1, Quad.Of(10), WriteDurability.Logged);
            await cache.CloseAsync();
        }

        // As by a service that cannot start.
        for (int start = 0; start < 300; start++)
            LogScript.Open(_disk).Dispose();
        await using (var cache = await OpenAsync(_disk))
        {
            for (int round = 0; _disk.Files().Contains("0000000001.log"); round++)
                await cache.SetAsync(2, Quad.Of(round), WriteDurability.Logged);
            await cache.CloseAsync();
        }

        await using var again = await OpenAsync(_disk);
        Assert.True(again.TryGet(1, out var value));
        Assert.Equal(Quad.Of(10), value);
        _store.Resume();
    }

    private Task<QuadCache> OpenAsync(MemoryDisk disk) => Open.OnAsync(QuadCache.OpenAsync, _store, new WriteBackOptions
    {
        FlushInterval = TimeSpan.FromHours(1),
        ShutdownTimeout = TimeSpan.FromMilliseconds(50),
        Log = new WriteAheadLogOptions { Directory = "memory", SegmentBytes = 4_096, OpenDisk = _ => disk },
    });
}
