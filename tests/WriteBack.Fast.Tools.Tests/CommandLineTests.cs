using WriteBack.Fast.LogInspect;

namespace WriteBack.Fast.Tools.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("logs", false, "logs")]
    [InlineData("logs", true, "--json", "logs")]
    [InlineData("logs", true, "logs", "--json")]
    [InlineData(null, false, "--help")]
    [InlineData(null, false, "logs", "-h")]
    public void Options_stand_in_any_order(string? directory, bool isJson, params string[] args) =>
        Assert.Equal(new CommandLine(directory, isJson), CommandLine.Parse(args));

    [Theory]
    [InlineData("DIR is missing.")]
    [InlineData("DIR is missing.", "--json")]
    [InlineData("DIR is missing.", "")]
    [InlineData("There is one DIR too many: 'b'.", "a", "b")]
    [InlineData("Unknown option '--fast'.", "--fast", "a")]
    public async Task What_cannot_be_understood_is_named_with_the_usage(string message, params string[] args)
    {
        var run = await Run.OfAsync(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Contains(CommandLine.Usage, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_the_usage_and_does_nothing_else()
    {
        var run = await Run.OfAsync("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(CommandLine.Usage, run.Output.Trim());
    }
}
