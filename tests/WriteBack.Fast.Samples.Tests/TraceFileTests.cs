using Quickstart;
using Quickstart.Trace;

namespace WriteBack.Fast.Samples.Tests;

public class TraceFileTests
{
    [Fact]
    public void Keys_are_all_that_follows_the_first_comma() => Assert.Equal(
        [
            new TraceOperation(1, IsWrite: true, new TraceKey("17")),
            new TraceOperation(2, IsWrite: false, new TraceKey("user:4,a b")),
            new TraceOperation(3, IsWrite: true, new TraceKey(",")),
        ],
        Parse("w,17\nr,user:4,a b\r\nw,,"));

    [Fact]
    public void An_empty_trace_has_no_operations() => Assert.Empty(Parse(""));

    [Theory]
    [InlineData("w,1\nr 2\nr,3", 2, "r 2")]
    [InlineData("x,1", 1, "x,1")]
    [InlineData("w,1\nr,2\nr,", 3, "r,")]
    [InlineData("w,1\n\nr,2", 2, "")]
    [InlineData("W,1", 1, "W,1")]
    public void A_malformed_line_is_named_with_its_file_and_number(string text, int line, string content) => Assert.Equal(
        $"some.trace, line {line}: '{content}' is not of the form 'r,key' or 'w,key'.",
        Assert.Throws<InputException>(() => Parse(text)).Message);

    private static List<TraceOperation> Parse(string text)
    {
        using var trace = new TraceFile(new StringReader(text), "some.trace");
        return [.. trace.Read()];
    }
}
