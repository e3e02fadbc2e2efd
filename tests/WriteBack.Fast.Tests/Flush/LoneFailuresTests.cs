namespace WriteBack.Fast.Tests.Flush;

public class LoneFailuresTests
{
    private readonly LoneFailures _lone = new();

    [Fact]
    public void An_entry_is_isolated_when_a_call_between_two_of_its_failures_stores_others()
    {
        Assert.False(_lone.OnOutage(Place(1), 10).IsIsolated);
        _lone.OnStored(11);
        Assert.Equal(0, _lone.Isolated);
        Assert.True(_lone.OnOutage(Place(1), 12).IsIsolated);
        Assert.Equal(1, _lone.Isolated);

        _lone.OnStored(13);
        Assert.True(_lone.OnOutage(Place(1), 14).IsIsolated);
        Assert.Equal(1, _lone.Isolated);
    }

    [Fact]
    public void A_call_that_began_before_the_entry_failed_says_nothing()
    {
        _lone.OnOutage(Place(1), 10);
        _lone.OnStored(9);
        Assert.Equal(new LoneFailure(10, Failures: 2), _lone.OnOutage(Place(1), 12));
    }

    [Fact]
    public void It_knows_an_entry_until_it_is_settled()
    {
        Assert.True(_lone.IsEmpty);
        _lone.OnOutage(Place(1), 10);
        _lone.OnStored(11);
        _lone.OnOutage(Place(1), 12);
        Assert.Equal((true, false), (_lone.Contains(Place(1)), _lone.Contains(Place(2))));

        _lone.End(Place(2));
        Assert.False(_lone.IsEmpty);
        _lone.End(Place(1));
        Assert.Equal((true, 0, false), (_lone.IsEmpty, _lone.Isolated, _lone.Contains(Place(1))));
    }

    private static BatchPlace Place(int index) => new(Shard: 3, index, EntryPast.Of(1));
}
