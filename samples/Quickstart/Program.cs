using System.Diagnostics;
using Quickstart.Durability;
using Quickstart.Output;
using Quickstart.Trace;
using Spectre.Console;

namespace Quickstart;

internal static class Program
{
    public static Task<int> Main(string[] args) => args is [PayingCommand.Name, var database, var log]
        ? ExitCode.OfAsync(() => PayingCommand.RunAsync(database, log, Console.OpenStandardInput(), Console.Out), Console.Error)
        : RunAsync(args, AnsiConsole.Console, Console.Error);

    public static Task<int> RunAsync(string[] args, IAnsiConsole console, TextWriter error) => ExitCode.OfAsync(
        async () =>
        {
            var options = CommandLine.Parse(args);
            var report = new Report(console);
            if (options.WantsHelp)
            {
                report.Line(CommandLine.Usage);
                return;
            }

            long start = Stopwatch.GetTimestamp();
            using var trace = options.Trace is { } path ? TraceFile.Open(path) : null;
            using var database = SampleDatabase.Create(options.Database);
            report.Line($"SQLite file: {database.Path}{(options.Database is null ? " (removed at the end)" : "")}");
            if (trace is not null)
                await TracePart.RunAsync(database, report, trace, options.Capacity);
            else
                await (options.IsQuick ? Tour.Quick : Tour.Full).RunAsync(database, report);
            report.Finished(Stopwatch.GetElapsedTime(start));
        },
        error);
}
