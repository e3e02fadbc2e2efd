using WriteBack.Fast.LogInspect.Output;
using WriteBack.Fast.LogInspect.Reading;

namespace WriteBack.Fast.LogInspect;

internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var options = CommandLine.Parse(args);
            if (options.Directory is null)
            {
                await output.WriteLineAsync(CommandLine.Usage);
                return ExitCode.Healthy;
            }

            var inspection = new Inspection([.. LogFolders.In(options.Directory).Select(LogInspection.Of)]);
            await output.WriteAsync(options.IsJson ? InspectionJson.Of(inspection) : InspectionText.Of(inspection));
            return inspection.IsHealthy ? ExitCode.Healthy : ExitCode.Damaged;
        }
        catch (UsageException exception)
        {
            await error.WriteLineAsync($"{exception.Message}\n\n{CommandLine.Usage}");
            return ExitCode.Unusable;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCode.Unusable;
        }
    }
}
