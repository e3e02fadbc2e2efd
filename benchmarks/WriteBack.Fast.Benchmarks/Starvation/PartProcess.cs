using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>A part in a process of its own: the threads that one part adds to the pool must not help the next one.</summary>
internal static class PartProcess
{
    /// <summary>Runs the command for one part.</summary>
    /// <returns>The row of the part; null where the process failed.</returns>
    public static async Task<string?> RunAsync(string part, IEnumerable<string> switches)
    {
        string[] arguments = ["exec", typeof(PartProcess).Assembly.Location, StarvationCommand.Name, part, .. switches];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode != 0
            ? null
            : output.Split('\n').FirstOrDefault(line => line.StartsWith(PartResult.RowMark(part), StringComparison.Ordinal))?.TrimEnd();
    }
}
