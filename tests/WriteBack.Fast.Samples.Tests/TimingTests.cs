using Quickstart.Comparison;

namespace WriteBack.Fast.Samples.Tests;

public class TimingTests
{
    [Theory]
    [InlineData(0.50, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1.00, 100)]
    public void A_percentile_is_the_smallest_sample_that_covers_its_share(double quantile, long expected) =>
        Assert.Equal(expected, Timing.Percentile([.. Enumerable.Range(1, 100).Select(static sample => (long)sample)], quantile));

    [Fact]
    public void A_single_sample_is_every_percentile() => Assert.Equal(7, Timing.Percentile([7], 0.5));

    [Fact]
    public void Operations_are_counted_by_the_group()
    {
        int calls = 0;

        var timing = Timing.Measure(TimeSpan.Zero, group: 64, () => calls++);

        Assert.Equal(1, calls);
        Assert.Equal(64, timing.Operations);
    }
}
