using Quickstart;

namespace WriteBack.Fast.Samples.Tests;

public class CommandLineTests
{
    [Fact]
    public void No_arguments_ask_for_the_whole_tour_on_a_temporary_file() => Assert.Equal(
        new CommandLine(Database: null, Trace: null, Capacity: 65_536, IsQuick: false, WantsHelp: false), CommandLine.Parse([]));

    [Fact]
    public void Options_stand_in_any_order() => Assert.Equal(
        new CommandLine(Database: "a.db", Trace: "b.txt", Capacity: 12, IsQuick: false, WantsHelp: true),
        CommandLine.Parse(["--capacity", "12", "--trace", "b.txt", "--help", "--db", "a.db"]));

    [Fact]
    public void Quick_asks_for_the_short_tour() => Assert.True(CommandLine.Parse(["--quick"]).IsQuick);

    [Theory]
    [InlineData("Unknown argument '--fast'.", "--fast")]
    [InlineData("Unknown argument 'trace.txt'.", "trace.txt")]
    [InlineData("--db needs a value.", "--db")]
    [InlineData("--trace needs a value.", "--trace", "--db", "a.db")]
    [InlineData("--capacity needs a positive number, not '0'.", "--trace", "b.txt", "--capacity", "0")]
    [InlineData("--capacity needs a positive number, not 'many'.", "--trace", "b.txt", "--capacity", "many")]
    [InlineData("--capacity goes with --trace.", "--capacity", "12")]
    [InlineData("--quick does not go with --trace.", "--quick", "--trace", "b.txt")]
    public void What_cannot_be_understood_is_named(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => CommandLine.Parse(args)).Message);

    [Fact]
    public async Task A_wrong_argument_ends_with_the_usage_and_exit_code_2()
    {
        var run = await Run.OfAsync("--fast");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Unknown argument '--fast'.", run.Error, StringComparison.Ordinal);
        Assert.Contains(CommandLine.Usage, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--durable-child")]
    [InlineData("--durable-child", "--quick")]
    [InlineData("--durable-child", "a", "b")]
    public void What_the_sample_starts_itself_with_is_no_option_of_the_user_s(params string[] args)
    {
        Assert.Equal("Unknown argument '--durable-child'.", Assert.Throws<UsageException>(() => CommandLine.Parse(args)).Message);
        Assert.DoesNotContain("durable-child", CommandLine.Usage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_the_usage_and_does_nothing_else()
    {
        var run = await Run.OfAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(CommandLine.Usage, run.Output.Trim());
        Assert.Empty(run.Error);
    }
}
