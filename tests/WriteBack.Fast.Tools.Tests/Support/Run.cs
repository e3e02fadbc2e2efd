using System.Text.Json;
using System.Text.RegularExpressions;
using WriteBack.Fast.LogInspect;

namespace WriteBack.Fast.Tools.Tests;

/// <summary>A run of the tool in this process, its output redirected.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static async Task<Run> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await Program.RunAsync(args, output, error);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    public IEnumerable<string> Lines => Output.Split(Environment.NewLine);

    /// <summary>The cells of each segment's row.</summary>
    public string[][] Rows => [.. Lines.Where(static line => char.IsAsciiDigit(line.FirstOrDefault())).Select(Cells)];

    /// <summary>The cells of the row of totals that are not empty.</summary>
    public string[] Total => Cells(LineOf("Total of"));

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The only line that begins so.</summary>
    public string LineOf(string start) => Assert.Single(Lines, line => line.StartsWith(start, StringComparison.Ordinal));

    private static string[] Cells(string line) => Regex.Split(line, " {2,}");
}
