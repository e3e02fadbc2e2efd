namespace WriteBack.Fast.Tests.IO;

/// <summary>Which files of a folder are the log's.</summary>
public class SegmentNamesTests
{
    private static readonly SegmentNames Names = new(".log");

    [Theory]
    [InlineData(1, "0000000001.log")]
    [InlineData(1_234_567_890, "1234567890.log")]
    [InlineData(12_345_678_901, "12345678901.log")]
    public void A_segment_s_name_is_its_number(long number, string name)
    {
        Assert.Equal(name, Names.Of(number));
        Assert.True(Names.TryParse(name, out long parsed));
        Assert.Equal(number, parsed);
        Assert.Equal(name + ".new", Names.Unfinished(number));
        Assert.True(Names.IsUnfinished(Names.Unfinished(number)));
        Assert.False(Names.IsUnfinished(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lock")]
    [InlineData(".log")]
    [InlineData("1.log")]
    [InlineData("00000000001.log")]
    [InlineData("-000000001.log")]
    [InlineData(" 000000001.log")]
    [InlineData("000000000x.log")]
    [InlineData("0000000001.txt")]
    [InlineData("0000000001")]
    [InlineData("0000000001.LOG")]
    [InlineData("0000000001.log.new")]
    public void Other_names_are_none(string name) => Assert.False(Names.TryParse(name, out _));

    [Theory]
    [InlineData("new")]
    [InlineData("0000000001.new")]
    [InlineData("0000000001.log.new.old")]
    public void Only_what_is_being_made_is_removed_as_such(string name) => Assert.False(Names.IsUnfinished(name));

    [Fact]
    public void Segments_are_read_in_the_order_of_their_numbers() => Assert.Equal(
        [2, 9, 10_000_000_000],
        Names.NumbersIn(["10000000000.log", "0000000009.log", "lock", "0000000000.log", "0000000002.log", "0000000003.log.new"]));
}
