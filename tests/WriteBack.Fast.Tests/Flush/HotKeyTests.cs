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
}
