namespace WriteBack.Fast.Tests.Dirty;

public class WriteThroughTests
{
    [Fact]
    public async Task At_the_limit_a_write_returns_when_the_store_has_it()
    {
        await using var fixture = await OpenAsync();
        await AtLimitAsync(fixture, () => fixture.Cache.Set(3, Quad.Of(3)));
        Assert.Equal(Quad.Of(3), fixture.Rows.Rows[3]);
        await AtLimitAsync(fixture, () => fixture.Cache.SetAsync(4, Quad.Of(4)).AsTask().Wait());
        Assert.Equal(Quad.Of(4), fixture.Rows.Rows[4]);
        await AtLimitAsync(fixture, () => fixture.Cache.Remove(3));
        Assert.DoesNotContain(3, fixture.Rows.Rows.Keys);
        await AtLimitAsync(
            fixture, () => Assert.True(fixture.Cache.Update(4, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step))));
        Assert.Equal(Quad.Of(5), fixture.Rows.Rows[4]);
    }

    [Fact]
    public async Task It_goes_ahead_of_what_filled_the_cache()
    {
        await using var fixture = await OpenAsync(static options =>
        {
            options.Capacity = 100;
            options.MaxBatchSize = 4;
        });
        fixture.Store.Delay(TimeSpan.FromSeconds(1));
        for (int key = 0; key < 20; key++)
            fixture.Cache.Set(key, Quad.Of(1));
        var through = fixture.Cache.SetAsync(99, Quad.Of(1)).AsTask();
        await fixture.Time.AdvanceUntil(through);

        // Of five batches, the second may be on its way by then, and the third filled.
        int place = fixture.Store.Batches.ToList().FindIndex(static batch => batch.Entries.Any(static entry => entry.Key == 99));
        Assert.InRange(place, 1, 3);
    }

    [Fact]
    public async Task Dirty_entries_stay_within_the_limit_and_writes_below_it_do_not_wait()
    {
        await using var fixture = await OpenAsync();
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(1));
        var throughs = Enumerable.Range(3, 5).Select(key => fixture.Cache.SetAsync(key, Quad.Of(1)).AsTask()).ToArray();
        Assert.Equal(2, fixture.Cache.DirtyCount);
        Assert.All(throughs, static through => Assert.False(through.IsCompleted));
        Assert.False(fixture.Cache.TrySet(9, Quad.Of(1)));
        fixture.Store.Resume();
        await Task.WhenAll(throughs);
        Assert.Equal(5, fixture.Cache.Statistics.Stalls);
        Assert.Equal(7, fixture.Rows.Count);
    }

    [Fact]
    public async Task The_caller_learns_that_the_store_cannot_take_it()
    {
        await using var fixture = await OpenAsync();
        fixture.Store.Poison(static entry => entry.Key == 3, new InvalidDataException("bad"));
        var exception = await Assert.ThrowsAsync<DeadLetteredException>(() => AtLimitAsync(fixture, () => fixture.Cache.Set(3, Quad.Of(3))));
        Assert.IsType<InvalidDataException>(exception.InnerException);
        await Assert.ThrowsAsync<DeadLetteredException>(
            () => AtLimitAsync(fixture, () => fixture.Cache.SetAsync(3, Quad.Of(3)).AsTask().GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task An_update_that_has_to_load_first_goes_through_only_at_the_limit()
    {
        await using var fixture = await OpenAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        Assert.True(await fixture.Cache.UpdateAsync(1, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step)));
        Assert.Equal(Quad.Of(1), fixture.Rows.Rows[1]);
        Assert.Equal(1, fixture.Cache.DirtyCount);
    }

    private static Task<CacheFixture<QuadCache, long, Quad>> OpenAsync(Action<WriteBackOptions>? configure = null) =>
        Open.QuadsAsync(options =>
        {
            options.Capacity = 10;
            options.MaxDirtyRatio = 0.2;
            options.Overflow = OverflowPolicy.WriteThrough;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
            configure?.Invoke(options);
        });

    /// <summary>Makes a write while as many entries are dirty as may be. The store answers once the write waits.</summary>
    private static async Task AtLimitAsync(CacheFixture<QuadCache, long, Quad> fixture, Action write)
    {
        await fixture.Cache.FlushAsync();
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(7));
        fixture.Cache.Set(2, Quad.Of(7));
        Assert.Equal(2, fixture.Cache.DirtyCount);
        long stalls = fixture.Cache.Statistics.Stalls;
        var writing = Task.Run(write);
        await Eventually.Holds(() => fixture.Cache.Statistics.Stalls > stalls);
        Assert.False(writing.IsCompleted);
        fixture.Store.Resume();
        await fixture.Time.AdvanceUntil(writing);
    }
}
