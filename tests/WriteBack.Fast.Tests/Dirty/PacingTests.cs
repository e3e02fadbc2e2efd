namespace WriteBack.Fast.Tests.Dirty;

public class PacingTests
{
    [Fact]
    public async Task Above_the_free_position_writers_pause_and_each_pause_is_a_stall()
    {
        await using var fixture = await OpenCrowdedAsync();
        var cache = fixture.Cache;
        for (int key = 0; key <= 75; key++)
            cache.Set(key, Quad.Of(1));
        Assert.Equal(0, cache.Statistics.Stalls);
        FillTo(cache, 87);

        var set = Task.Run(() => cache.Set(90, Quad.Of(1)));
        await fixture.Time.AdvanceUntil(set);
        await fixture.Time.AdvanceUntil(cache.SetAsync(91, Quad.Of(1)).AsTask());
        Assert.True(cache.Contains(90) && cache.Contains(91));
        Assert.Equal(2, cache.Statistics.Stalls);
    }

    [Fact]
    public async Task A_pause_ends_early_when_the_store_catches_up()
    {
        await using var fixture = await OpenCrowdedAsync();
        FillTo(fixture.Cache, 87);
        var set = fixture.Cache.SetAsync(90, Quad.Of(1)).AsTask();
        Assert.False(set.IsCompleted);
        fixture.Store.Delay(TimeSpan.Zero);
        fixture.Store.Resume();
        await set;
    }

    [Fact]
    public async Task A_cancelled_pause_is_no_failure_since_the_write_is_accepted()
    {
        await using var fixture = await OpenCrowdedAsync();
        FillTo(fixture.Cache, 87);
        using var cancellation = new CancellationTokenSource();
        var set = fixture.Cache.SetAsync(90, Quad.Of(1), ct: cancellation.Token).AsTask();
        Assert.False(set.IsCompleted);
        await cancellation.CancelAsync();
        await set;
        Assert.True(fixture.Cache.Contains(90));
    }

    [Theory]
    [InlineData(OverflowPolicy.Throw)]
    [InlineData(OverflowPolicy.WriteThrough)]
    public async Task With_the_other_policies_nobody_pauses_below_the_limit(OverflowPolicy policy)
    {
        await using var fixture = await OpenCrowdedAsync(policy);
        for (int key = 0; key < 100; key++)
            fixture.Cache.Set(key, Quad.Of(1));
        Assert.Equal((100, 0), (fixture.Cache.DirtyCount, fixture.Cache.Statistics.Stalls));
    }

    [Fact]
    public async Task TrySet_never_pauses_and_neither_do_writes_that_coalesce()
    {
        await using var fixture = await OpenCrowdedAsync();
        for (int round = 0; round < 2; round++)
        {
            for (int key = 0; key < 100; key++)
                Assert.True(fixture.Cache.TrySet(key, Quad.Of(1)));
        }

        for (int key = 0; key < 100; key++)
            fixture.Cache.Set(key, Quad.Of(2));
        Assert.False(fixture.Cache.TrySet(100, Quad.Of(1)));
        Assert.Equal(0, fixture.Cache.Statistics.Stalls);
    }

    /// <summary>Makes entries dirty without a pause.</summary>
    private static void FillTo(QuadCache cache, int dirty)
    {
        for (int key = 0; key < dirty; key++)
            Assert.True(cache.TrySet(key, Quad.Of(1)));
    }

    /// <summary>A cache of at most 100 dirty entries, whose store takes 50 ms for each and is now held up.</summary>
    private static async Task<CacheFixture<QuadCache, long, Quad>> OpenCrowdedAsync(OverflowPolicy policy = OverflowPolicy.Wait)
    {
        var fixture = await Open.QuadsAsync(options =>
        {
            options.Capacity = 1_000;
            options.MaxDirtyRatio = 0.1;
            options.Overflow = policy;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Delay(TimeSpan.FromMilliseconds(50));
        await fixture.Time.AdvanceUntil(fixture.Cache.SetAsync(0, Quad.Of(0), WriteDurability.Stored).AsTask());
        fixture.Store.Pause();
        return fixture;
    }
}
