namespace WriteBack.Fast.Tests.Crash;

/// <summary>A process with a durable cache, for tests that kill it or harm its disk. See each command.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var pipe = Console.OpenStandardOutput();
        switch (args)
        {
            case ["write", var folder, var round, var shutdownMilliseconds]:
                await WriteCommand.RunAsync(
                    folder, int.Parse(round, null), TimeSpan.FromMilliseconds(int.Parse(shutdownMilliseconds, null)), pipe);
                return 0;
            case ["write-until-refused", var folder]:
                await RefusalCommand.RunAsync(folder, pipe);
                return 0;
            case ["hold", var folder]:
                await HoldCommand.RunAsync(folder, pipe);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: write FOLDER ROUND SHUTDOWN_MILLISECONDS | write-until-refused FOLDER | hold FOLDER");
                return 2;
        }
    }

    /// <summary>Completes when the other process closes its end, or ends.</summary>
    public static Task UntilInputEndsAsync() => Console.In.ReadToEndAsync();
}
