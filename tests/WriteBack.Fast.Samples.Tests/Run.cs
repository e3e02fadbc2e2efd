using Quickstart;
using Spectre.Console;

namespace WriteBack.Fast.Samples.Tests;

/// <summary>A run of the sample in this process, its output redirected.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static async Task<Run> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        int exitCode = await Program.RunAsync(args, console, error);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The value that the output shows beside a name.</summary>
    public string Figure(string name)
    {
        string line = Assert.Single(Output.Split('\n'), line => line.StartsWith($"| {name} ", StringComparison.Ordinal));
        return line.Split('|')[2].Trim();
    }
}
