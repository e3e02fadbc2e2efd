namespace WriteBack.Fast.Tests.Lifecycle;

public class CloseTests
{
    [Fact]
    public async Task Closing_stores_what_is_dirty_and_reports_it_each_time_it_is_asked()
    {
        await using var fixture = await Open.QuadsAsync();
        for (int key = 0; key < 500; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        var report = await fixture.Cache.CloseAsync();
        Assert.Equal((500, 0, 0, 0), (report.Stored, report.DeadLettered, report.Abandoned, report.Logged));
        Assert.Equal(report, await fixture.Cache.CloseAsync());
        Assert.Equal(500, fixture.Rows.Count);
        Assert.Equal(0, fixture.Cache.DirtyCount);
        Assert.Equal(500, fixture.Cache.Statistics.Stored);
    }

    [Fact]
    public async Task A_closed_cache_refuses_every_call()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, default);
        await cache.CloseAsync();
        Assert.Throws<ObjectDisposedException>(() => cache.TryGet(1, out _));
        Assert.Throws<ObjectDisposedException>(() => cache.Contains(1));
        Assert.Throws<ObjectDisposedException>(() => cache.TryGetMany([1], new Quad[1], new bool[1]));
        Assert.Throws<ObjectDisposedException>(() => cache.Set(1, default));
        Assert.Throws<ObjectDisposedException>(() => cache.Set(2, default));
        Assert.Throws<ObjectDisposedException>(() => cache.TrySet(1, default));
        Assert.Throws<ObjectDisposedException>(() => cache.SetMany([1], [default]));
        Assert.Throws<ObjectDisposedException>(() => cache.Update(1, 0, static (ref Quad _, int _) => { }));
        Assert.Throws<ObjectDisposedException>(() => cache.Update(2, 0, static (ref Quad _, int _) => { }));
        Assert.Throws<ObjectDisposedException>(() => cache.Remove(1));
        Assert.Throws<ObjectDisposedException>(() => cache.Snapshot());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.GetAsync(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.LookupAsync(2));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.SetAsync(1, default));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.RemoveAsync(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.UpdateAsync(1, 0, static (ref Quad _, int _) => { }));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.FlushAsync());
        Assert.Equal(1, cache.Statistics.Writes);
    }

    [Fact]
    public async Task Closing_tells_those_who_wait_for_a_load_that_it_cancels()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.PauseLoads();
        var load = fixture.Cache.GetAsync(1).AsTask();
        var shared = fixture.Cache.LookupAsync(1).AsTask();
        var update = fixture.Cache.UpdateAsync(2, 0, static (ref Quad _, int _) => { }).AsTask();
        await fixture.Store.WaitForLoadAsync(2);
        await fixture.Cache.CloseAsync();

        var closed = await Assert.ThrowsAsync<ObjectDisposedException>(() => load);
        Assert.IsType<OperationCanceledException>(closed.InnerException, exactMatch: false);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => shared);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => update);
    }

    [Fact]
    public async Task No_write_is_accepted_and_then_lost_by_a_close_at_the_same_time()
    {
        for (int round = 0; round < 30; round++)
        {
            var rows = new InMemoryStore<long, Quad>();
            var cache = await Open.OnAsync(
                QuadCache.OpenAsync, rows, new WriteBackOptions { FlushInterval = TimeSpan.FromMilliseconds(1) });
            var writers = Enumerable.Range(0, 3).Select(thread => Task.Run(() =>
            {
                long key = 0;
                try
                {
                    while (true)
                        cache.Set(key++ * 3 + thread, Quad.Of(key));
                }
                catch (ObjectDisposedException)
                {
                    return key - 1;
                }
            })).ToArray();
            while (cache.Count < 1_000)
                await Task.Yield();
            var report = await cache.CloseAsync();
            long[] accepted = await Task.WhenAll(writers);

            Assert.Equal(0, report.Abandoned);
            Assert.Equal(accepted.Sum(), cache.Statistics.Writes);
            for (int thread = 0; thread < accepted.Length; thread++)
                Assert.Equal(accepted[thread], rows.Rows.Keys.Count(key => key % 3 == thread));
        }
    }

    [Fact]
    public async Task Closing_during_an_outage_reports_exactly_what_is_abandoned()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.ShutdownTimeout = TimeSpan.FromSeconds(10);
            options.MaxBatchSize = 16;
        });
        var cache = fixture.Cache;
        for (int key = 0; key < 100; key++)
            cache.Set(key, Quad.Of(key));
        await cache.FlushAsync();
        fixture.Store.FailNext(int.MaxValue, new TimeoutException());
        for (int key = 50; key < 130; key++)
            cache.Set(key, Quad.Of(-key));
        cache.Set(60, Quad.Of(0));

        var close = cache.CloseAsync().AsTask();
        await fixture.Time.WaitForDeadlineAsync();
        var report = await fixture.Time.AdvanceUntil(close);
        Assert.Equal((0, 0, 80, 0), (report.Stored, report.DeadLettered, report.Abandoned, report.Logged));
        Assert.True(report.Duration >= TimeSpan.FromSeconds(10));
        Assert.Equal(100, fixture.Rows.Count);
        Assert.Equal(80, cache.Statistics.Pending);
    }

    [Fact]
    public async Task Closing_gives_up_on_a_store_that_hangs_and_tells_those_who_wait()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        fixture.Store.Pause();
        var stored = cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask();
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        var close = cache.CloseAsync().AsTask();
        await fixture.Time.WaitForDeadlineAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await close).Abandoned);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stored);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flush);
    }

    [Fact]
    public async Task Cancelling_a_close_ends_the_draining_early()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        using var cancellation = new CancellationTokenSource();
        var close = fixture.Cache.CloseAsync(cancellation.Token).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        await cancellation.CancelAsync();
        Assert.Equal(1, (await close).Abandoned);
    }

    [Fact]
    public async Task A_writer_that_waits_for_space_is_told_that_the_cache_closes()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Capacity = 2);
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        var waiting = Task.Run(() => fixture.Cache.Set(2, Quad.Of(2)));
        await fixture.Store.WaitForWriteAsync(1);
        var close = fixture.Cache.CloseAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        fixture.Store.Resume();
        Assert.Equal((1, 0), ((await close).Stored, (await close).Abandoned));
    }

    [Fact]
    public async Task A_writer_that_waits_for_a_clean_entry_is_told_that_the_cache_closes()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 2;
            options.MaxDirtyRatio = 1;
        });
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        var waiting = Task.Run(() => fixture.Cache.Set(3, Quad.Of(3)));
        await Eventually.Holds(() => fixture.Cache.Statistics.Stalls == 1);
        var close = fixture.Cache.CloseAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        fixture.Store.Resume();
        Assert.Equal(2, (await close).Stored);
    }

    [Fact]
    public async Task Closing_waits_for_retries_and_dead_letters_too()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.FailNext(2, new TimeoutException());
        fixture.Store.Poison(static entry => entry.Key == 3, new InvalidDataException());
        for (int key = 0; key < 10; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        var report = await fixture.Time.AdvanceUntil(fixture.Cache.CloseAsync().AsTask());
        Assert.Equal((9, 1, 0), (report.Stored, report.DeadLettered, report.Abandoned));
    }
}
