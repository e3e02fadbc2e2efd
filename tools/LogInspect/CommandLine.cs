namespace WriteBack.Fast.LogInspect;

/// <summary>What the user asks for.</summary>
/// <param name="Directory">Where to look; null to show the usage and no more.</param>
/// <param name="IsJson">Whether to answer in JSON.</param>
internal sealed record CommandLine(string? Directory, bool IsJson)
{
    public const string Usage = """
        Usage: writeback-log [--json] DIR

        Shows what is in a write-ahead log of WriteBack.Fast, segment by segment, and the first
        damage in it. DIR is the folder of one cache's log, or a folder of such folders. It only
        reads, takes no lock, and may look at the log of a process that is running.

          --json    one JSON document
          --help    show this

        A record is live if it is the newest of its key in the whole log, also if it is a delete,
        which still has to reach the store like any other write. The log does not know what the
        store has already. A record is dead if a later record of the same key replaced it.

        The torn tail is what follows the last record and is not zeros. A crash may leave one; the
        next open of the cache cuts it off.

        Exit code: 0 healthy (with or without a torn tail), 1 damaged, 2 wrong usage, or DIR
        cannot be read.
        """;

    /// <exception cref="UsageException">The arguments cannot be understood.</exception>
    public static CommandLine Parse(ReadOnlySpan<string> args)
    {
        string? directory = null;
        bool isJson = false;
        foreach (string arg in args)
        {
            if (arg is "--help" or "-h")
                return new CommandLine(Directory: null, IsJson: false);
            if (arg == "--json")
                isJson = true;
            else if (arg.StartsWith('-'))
                throw new UsageException($"Unknown option '{arg}'.");
            else if (directory is null)
                directory = arg;
            else
                throw new UsageException($"There is one DIR too many: '{arg}'.");
        }

        return string.IsNullOrEmpty(directory)
            ? throw new UsageException("DIR is missing.")
            : new CommandLine(directory, isJson);
    }
}

/// <summary>The command line cannot be understood.</summary>
internal sealed class UsageException(string message) : Exception(message);
