using Quickstart;
using Quickstart.Output;
using Spectre.Console;

namespace WriteBack.Fast.Samples.Tests;

/// <summary>A run of the sample in this process, its output redirected.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static Task<Run> OfAsync(params string[] args) =>
        OfAsync((console, error) => Program.RunAsync(args, console, error));

    /// <summary>Runs one part on a database.</summary>
    public static Task<Run> OfAsync(SampleDatabase database, Func<SampleDatabase, Report, Task> part) =>
        OfAsync((console, error) => Quickstart.ExitCode.OfAsync(() => part(database, new Report(console)), error));

    private static async Task<Run> OfAsync(Func<IAnsiConsole, TextWriter, Task<int>> run)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        int exitCode = await run(console, error);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The value that the output shows beside a name.</summary>
    public string Figure(string name) => Assert.Single(Row(name));

    /// <summary>The values that the output shows beside a name, in a table of one column or more.</summary>
    public string[] Row(string name)
    {
        string line = Assert.Single(Output.Split('\n'), line => line.StartsWith($"| {name} ", StringComparison.Ordinal));
        return [.. line.Split('|')[2..^1].Select(static cell => cell.Trim())];
    }
}
