using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart;

/// <summary>How a run ends.</summary>
internal static class ExitCode
{
    public const int Verified = 0;
    public const int Mismatch = 1;
    public const int BadInput = 2;

    /// <summary>Runs, and tells in a sentence why if it did not end well.</summary>
    public static async Task<int> OfAsync(Func<Task> run, TextWriter error)
    {
        try
        {
            await run();
            return Verified;
        }
        catch (Exception exception) when (exception is MismatchException or WriteAheadLogException)
        {
            await error.WriteLineAsync(exception.Message);
            return Mismatch;
        }
        catch (InputException exception)
        {
            await error.WriteLineAsync(exception.Message);
            if (exception is UsageException)
                await error.WriteLineAsync($"\n{CommandLine.Usage}");
            return BadInput;
        }
    }
}
