using System.Globalization;

namespace Quickstart;

/// <summary>What the user asks for.</summary>
/// <param name="Database">The file to keep; null for one that is removed at the end.</param>
/// <param name="Trace">The trace to replay; null for the tour.</param>
/// <param name="Capacity">The entries that the cache of a trace holds.</param>
/// <param name="IsQuick">Whether the tour is to be over in seconds.</param>
/// <param name="WantsHelp">Whether to show the usage and no more.</param>
internal sealed record CommandLine(string? Database, string? Trace, int Capacity, bool IsQuick, bool WantsHelp)
{
    public const string Usage = """
        Usage: Quickstart [options]

        Without options: a tour of a write-back cache on a temporary SQLite file. It samples the
        processes of this host, writes five million entries, compares write-back with
        write-through, shows priorities and dead letters, and kills a process whose writes a
        log brings back; every figure is verified.

          --quick          a shorter tour, of some seconds
          --trace FILE     replay a file of lines 'r,key' and 'w,key' instead
          --capacity N     entries in memory during a replay (default 65536)
          --db FILE        use this SQLite file, which must not exist yet, and keep it
          --help           show this

        Exit code: 0 all verified, 1 a figure does not hold, 2 bad input.
        """;

    private const int DefaultCapacity = 65_536;

    /// <exception cref="UsageException">The arguments cannot be understood.</exception>
    public static CommandLine Parse(ReadOnlySpan<string> args)
    {
        var result = new CommandLine(Database: null, Trace: null, DefaultCapacity, IsQuick: false, WantsHelp: false);
        bool hasCapacity = false;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    result = result with { WantsHelp = true };
                    break;
                case "--quick":
                    result = result with { IsQuick = true };
                    break;
                case "--db":
                    result = result with { Database = ValueOf(args, ref i) };
                    break;
                case "--trace":
                    result = result with { Trace = ValueOf(args, ref i) };
                    break;
                case "--capacity":
                    result = result with { Capacity = ParseCapacity(ValueOf(args, ref i)) };
                    hasCapacity = true;
                    break;
                default:
                    throw new UsageException($"Unknown argument '{args[i]}'.");
            }
        }

        if (hasCapacity && result.Trace is null)
            throw new UsageException("--capacity goes with --trace.");
        if (result is { IsQuick: true, Trace: not null })
            throw new UsageException("--quick does not go with --trace.");
        return result;
    }

    private static string ValueOf(ReadOnlySpan<string> args, ref int index)
    {
        string option = args[index++];
        if (index == args.Length || args[index].StartsWith("--", StringComparison.Ordinal))
            throw new UsageException($"{option} needs a value.");
        return args[index];
    }

    private static int ParseCapacity(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int capacity) && capacity > 0
            ? capacity
            : throw new UsageException($"--capacity needs a positive number, not '{text}'.");
}
