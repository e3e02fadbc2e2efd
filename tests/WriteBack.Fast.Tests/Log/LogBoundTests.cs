namespace WriteBack.Fast.Tests.Log;

/// <summary>The log is as large as it may be, and no larger.</summary>
public sealed class LogBoundTests : IDisposable
{
    private const int MaxBytes = 32_768;
    private const int SegmentBytes = 4_096;

    private readonly MemoryDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_log_that_was_trimmed_often_is_full_at_the_same_size()
    {
        var store = new FaultInjectingStore<long, Quad>(new InMemoryStore<long, Quad>());
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, Options());
        for (int round = 0; round < 3_000; round++)
            await cache.SetAsync(round % 10, Quad.Of(round), WriteDurability.Logged);
        await cache.FlushAsync();
        await Eventually.Holds(() => _disk.Files().Count <= 2);
        store.Pause();
        int written = 0;
        while (written < 10_000 && cache.TrySet(written, Quad.Of(written)))
            written++;
        store.Resume();
        Assert.InRange(written, 100, MaxBytes / SegmentRecord.HeaderSize);
    }

    [Fact]
    public async Task A_record_larger_than_the_log_may_be_does_not_fill_it_for_ever()
    {
        var key = new PlayerKey(1, 1);
        await using var cache = await Open.OnAsync(PlayerCache.OpenAsync, new InMemoryStore<PlayerKey, PlayerState>(), Options());
        await cache.SetAsync(key, new PlayerState(1, 1, 0, 0, new string('x', 2 * MaxBytes)), WriteDurability.Logged);
        await cache.FlushAsync();
        await Eventually.Holds(() => cache.TrySet(key, default));
    }

    [Fact]
    public async Task Entries_that_fill_the_oldest_segment_do_not_keep_all_that_is_dead_behind_it()
    {
        var store = new FaultInjectingStore<long, Quad>(new InMemoryStore<long, Quad>());
        store.Pause();
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, Options());
        for (int key = 0; key < 100; key++)
            await cache.SetAsync(key, Quad.Of(key), WriteDurability.Logged);
        for (int round = 0; round < 5_000; round++)
            await cache.SetAsync(100, Quad.Of(round), WriteDurability.Logged);
        Assert.Equal(101, cache.DirtyCount);
        store.Resume();
    }

    private WriteBackOptions Options() => new()
    {
        MaxDirtyRatio = 1,
        FlushInterval = TimeSpan.FromHours(1),
        Log = new WriteAheadLogOptions { Directory = "memory", SegmentBytes = SegmentBytes, MaxBytes = MaxBytes, OpenDisk = _ => _disk },
    };
}
