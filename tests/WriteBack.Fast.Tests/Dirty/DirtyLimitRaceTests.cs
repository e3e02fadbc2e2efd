namespace WriteBack.Fast.Tests.Dirty;

public class DirtyLimitRaceTests
{
    [Fact]
    public void Of_two_claims_that_crowd_each_other_out_one_stays()
    {
        var limit = new DirtyQuotaPool(1);
        DirtyRing[] rings = [new(4), new(4), new(4)];
        var quota = new DirtyQuota(rings, 1);
        limit.ShareAmong([quota]);
        rings[0].Add(0);
        rings[1].Add(1);
        Assert.False(quota.IsWithin);

        Assert.False(limit.TryCover(quota));
        Assert.True(limit.TryCover(quota));
        Assert.Equal(1, quota.Pinned);
    }
}
