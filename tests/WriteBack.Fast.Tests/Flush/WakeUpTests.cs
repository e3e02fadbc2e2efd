namespace WriteBack.Fast.Tests.Flush;

public class WakeUpTests
{
    [Fact]
    public async Task A_full_cache_takes_a_new_entry_however_much_its_clean_ones_are_read()
    {
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new InMemoryStore<long, Quad>(),
            new WriteBackOptions { Capacity = 1, FlushInterval = Timeout.InfiniteTimeSpan });
        long current = 0;
        using var end = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                cache.TryGet(Volatile.Read(ref current), out _);
        });
        for (int key = 1; key <= 20_000; key++)
        {
            cache.Set(key, Quad.Of(key));
            await cache.FlushAsync();
            Volatile.Write(ref current, key);
        }

        await end.CancelAsync();
        await reading;
        Assert.Equal(0, cache.Statistics.Stalls);
    }

    [Fact]
    public async Task A_try_that_is_refused_has_the_dirty_entries_stored()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 4;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        Assert.False(fixture.Cache.TrySet(3, Quad.Of(3)));
        fixture.Store.Resume();
        await WaitForEntriesAsync(fixture.Store, 2);
    }

    [Fact]
    public async Task A_set_that_throws_at_the_limit_has_the_dirty_entries_stored()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 4;
            options.Overflow = OverflowPolicy.Throw;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        Assert.Throws<WriteBackOverflowException>(() => fixture.Cache.Set(3, Quad.Of(3)));
        fixture.Store.Resume();
        await WaitForEntriesAsync(fixture.Store, 2);
    }

    [Fact]
    public async Task What_was_written_in_flight_counts_for_the_background_limit()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 1_000;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
            options.BackgroundDirtyRatio = 0;
        });
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Store.WaitForWriteAsync(1);
        fixture.Cache.Set(1, Quad.Of(2));
        fixture.Store.Resume();
        await fixture.Store.WaitForWriteAsync(2);
        Assert.Equal(Quad.Of(2), Assert.Single(fixture.Store.Batches[1].Entries).Value);
    }

    [Fact]
    public async Task An_interval_below_a_millisecond_comes_more_than_once()
    {
        var store = new FaultInjectingStore<long, Quad>(new InMemoryStore<long, Quad>());
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store, new WriteBackOptions { FlushInterval = TimeSpan.FromTicks(1) });
        for (int write = 1; write <= 3; write++)
        {
            cache.Set(write, Quad.Of(write));
            await store.WaitForWriteAsync(write);
        }

        Assert.Equal(3, store.Batches.Count);
    }

    private static async Task WaitForEntriesAsync(FaultInjectingStore<long, Quad> store, int entries)
    {
        for (int batches = 1; store.Batches.Sum(static batch => batch.Entries.Length) < entries; batches++)
            await store.WaitForWriteAsync(batches);
    }
}
