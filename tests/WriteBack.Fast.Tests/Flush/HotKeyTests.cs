namespace WriteBack.Fast.Tests.Flush;

public class HotKeyTests
{
    [Fact]
    public async Task A_million_writes_of_a_key_between_two_flushes_cost_one_row()
    {
        const int writes = 1_000_000;
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        for (int write = 1; write <= writes; write++)
            fixture.Cache.Set(1, Quad.Of(write));
        Assert.Equal(1, fixture.Cache.DirtyCount);
        await fixture.Cache.FlushAsync();

        var entry = fixture.Store.Batches.Single().Entries.Single();
        Assert.Equal((1, Quad.Of(writes)), (entry.Key, entry.Value));
        var statistics = fixture.Cache.Statistics;
        Assert.Equal((writes, writes - 1, 1), (statistics.Writes, statistics.Coalesced, statistics.Stored));
    }

    [Fact]
    public async Task As_many_keys_as_may_be_dirty_are_never_refused_while_they_are_stored_over_and_over()
    {
        const int keys = 1_000;
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = keys;
            options.MaxDirtyRatio = 1;
            options.MaxBatchSize = keys;
            options.Overflow = OverflowPolicy.Throw;
        });
        var random = new Random(1);
        for (int write = 0; write < 300_000; write++)
            fixture.Cache.Set(random.Next(keys), Quad.Of(write));
        await fixture.Cache.FlushAsync();
        Assert.Equal(0, fixture.Cache.DirtyCount);
    }
}
