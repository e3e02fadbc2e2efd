using Quickstart.Output;

namespace WriteBack.Fast.Samples.Tests;

public class FormatTests
{
    [Theory]
    [InlineData(85.4, "85 ns")]
    [InlineData(3_450, "3.5 µs")]
    [InlineData(2_230_000, "2.23 ms")]
    public void Durations_have_the_unit_that_suits_them(double nanoseconds, string expected) =>
        Assert.Equal(expected, Format.Nanoseconds(nanoseconds));

    [Theory]
    [InlineData(438, "438 /s")]
    [InlineData(951_311, "951,311 /s")]
    [InlineData(1_950_000, "1.95 M/s")]
    public void Rates_have_the_unit_that_suits_them(double perSecond, string expected) =>
        Assert.Equal(expected, Format.Rate(perSecond));

    [Theory]
    [InlineData(3, 4, "3 (75.0 %)")]
    [InlineData(0, 0, "0 (0.0 %)")]
    public void A_share_shows_its_percentage(long part, long whole, string expected) =>
        Assert.Equal(expected, Format.Share(part, whole));

    [Theory]
    [InlineData(0.54, "0.5 x")]
    [InlineData(2.96, "3 x")]
    [InlineData(17_368.4, "17,368 x")]
    public void Ratios_are_as_precise_as_they_are_small(double value, string expected) =>
        Assert.Equal(expected, Format.Ratio(value));

    [Fact]
    public void A_wait_is_counted_in_intervals() => Assert.Equal(
        "2.5 flush intervals of 100 ms", Format.Intervals(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(100)));
}
