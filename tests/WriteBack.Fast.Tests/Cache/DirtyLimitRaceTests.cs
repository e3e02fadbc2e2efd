namespace WriteBack.Fast.Tests.Cache;

public class DirtyLimitRaceTests
{
    [Fact]
    public void Of_two_claims_that_crowd_each_other_out_one_stays()
    {
        var limit = new DirtyLimit(1);
        DirtyRing[] rings = [new(4), new(4), new(4)];
        var budget = new DirtyBudget(rings, 1);
        limit.ShareAmong([budget]);
        rings[0].Add(0);
        rings[1].Add(1);
        Assert.False(budget.IsWithin);

        Assert.False(limit.TryCover(budget));
        Assert.True(limit.TryCover(budget));
        Assert.Equal(1, budget.Pinned);
    }
}
