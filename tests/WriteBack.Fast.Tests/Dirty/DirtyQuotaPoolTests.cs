namespace WriteBack.Fast.Tests.Dirty;

public class DirtyQuotaPoolTests
{
    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 3)]
    [InlineData(2, 4)]
    [InlineData(1_000, 8)]
    public void The_shares_of_all_shards_are_the_limit(int entries, int shards)
    {
        var limit = new DirtyQuotaPool(entries);
        Assert.Equal(entries, Enumerable.Range(0, shards).Sum(shard => limit.ShareOf(shard, shards)));
    }

    [Fact]
    public void One_shard_can_use_the_whole_limit_and_not_one_entry_more()
    {
        var (limit, rings, quotas) = Make(entries: 100, shards: 4);
        for (int claim = 0; claim < 100; claim++)
            Assert.True(TryClaim(limit, rings[2], quotas[2], claim));
        Assert.False(TryClaim(limit, rings[2], quotas[2], 100));
        Assert.False(TryClaim(limit, rings[0], quotas[0], 0));

        quotas[2].Release(1);
        Assert.True(TryClaim(limit, rings[0], quotas[0], 1));
        Assert.False(TryClaim(limit, rings[1], quotas[1], 1));
        Assert.Equal(100, quotas.Sum(static quota => quota.Pinned));
    }

    [Fact]
    public async Task Writers_of_all_shards_together_never_exceed_the_limit_and_always_one_of_them_gets_on()
    {
        const int entries = 3;
        const int claimsEach = 20_000;
        var (limit, rings, quotas) = Make(entries, shards: 4);
        int held = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (int claim = 0; claim < claimsEach; claim++)
            {
                int shard = random.Next(4);
                while (!TryClaim(limit, rings[shard], quotas[shard], claim & 0xFF))
                    Thread.Yield();
                int now = Interlocked.Increment(ref held);
                if (now > Volatile.Read(ref most))
                    Volatile.Write(ref most, now);
                Interlocked.Decrement(ref held);
                quotas[shard].Release(1);
            }
        })));

        Assert.InRange(most, 1, entries);
        Assert.Equal(0, quotas.Sum(static quota => quota.Pinned));
    }

    private static (DirtyQuotaPool Limit, DirtyRing[] Rings, DirtyQuota[] Quotas) Make(int entries, int shards)
    {
        var limit = new DirtyQuotaPool(entries);
        var rings = new DirtyRing[shards];
        var quotas = new DirtyQuota[shards];
        for (int shard = 0; shard < shards; shard++)
        {
            DirtyRing[] lanes = [new DirtyRing(4_096), new DirtyRing(1), new DirtyRing(1)];
            rings[shard] = lanes[0];
            quotas[shard] = new DirtyQuota(lanes, limit.ShareOf(shard, shards));
        }

        limit.ShareAmong(quotas);
        return (limit, rings, quotas);
    }

    private static bool TryClaim(DirtyQuotaPool limit, DirtyRing ring, DirtyQuota quota, int slot)
    {
        ring.Add(slot);
        return quota.IsWithin || limit.TryCover(quota);
    }
}
