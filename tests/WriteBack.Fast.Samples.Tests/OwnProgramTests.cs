using Quickstart.Durability;

namespace WriteBack.Fast.Samples.Tests;

public class OwnProgramTests
{
    private static readonly string Library = Path.Combine("samples", "Quickstart.dll");
    private static readonly string Executable = Path.Combine("samples", "Quickstart.exe");
    private static readonly string Dotnet = Path.Combine("sdk", "dotnet");

    [Fact]
    public void An_executable_of_its_own_is_started_again() =>
        Assert.Equal([Executable], OwnProgram.Command(Library, Executable, Dotnet));

    [Fact]
    public void An_executable_that_is_all_of_the_program_is_started_again_whatever_its_name() =>
        Assert.Equal(["renamed"], OwnProgram.Command(library: "", "renamed", Dotnet));

    [Fact]
    public void What_dotnet_runs_it_runs_again() =>
        Assert.Equal([Dotnet, "exec", Library], OwnProgram.Command(Library, Dotnet, host: "other"));

    [Theory]
    [InlineData("tests", "host", "host")]
    [InlineData("tests", null, "dotnet")]
    [InlineData(null, null, "dotnet")]
    public void In_another_program_dotnet_is_looked_for(string? executable, string? host, string expected) =>
        Assert.Equal([expected, "exec", Library], OwnProgram.Command(Library, executable, host));
}
