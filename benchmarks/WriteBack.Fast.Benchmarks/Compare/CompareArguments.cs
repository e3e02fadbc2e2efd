using System.Globalization;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What is asked of the command.</summary>
internal sealed record CompareArguments
{
    private const string Seconds = "--seconds";
    private const string Save = "--save";
    private const string Leads = "--leads";
    private const string Follows = "--follows";

    public static string Usage { get; } =
        $"Usage: compare [{string.Join(" | ", Pair.Sizes)}]... [{Seconds} N] [{Save} FILE], or with one size also [{Leads} FOLDER | {Follows} FOLDER]";

    /// <summary>The sizes at which pairs are compared.</summary>
    public IReadOnlyList<int> Sizes { get; private init; } = [];

    /// <summary>Whether what is bounded beside the pairs is measured as well: where no size was named.</summary>
    public bool IsWhole => Sizes.Count == 0;

    /// <summary>How long the pairs of one size take turns.</summary>
    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(45);

    /// <summary>The file that keeps the result.</summary>
    public string? File { get; private init; }

    /// <summary>The folder with the pipes to another process that takes part, for as long as the one that leads goes on.</summary>
    public string? Pipes { get; private init; }

    public bool IsLeader { get; private init; }

    /// <summary>Null where the arguments make no sense.</summary>
    public static CompareArguments? Parse(ReadOnlySpan<string> args)
    {
        var parsed = new CompareArguments();
        while (args.Length > 0)
        {
            bool isSize = int.TryParse(args[0], CultureInfo.InvariantCulture, out int size) && Pair.Sizes.Contains(size);
            if ((isSize ? parsed with { Sizes = [.. parsed.Sizes, size] } : args.Length > 1 ? parsed.With(args[0], args[1]) : null) is not { } next)
                return null;
            parsed = next;
            args = args[(isSize ? 1 : 2)..];
        }

        return parsed.Pipes is null || parsed.Sizes.Count == 1 ? parsed : null;
    }

    private CompareArguments? With(string option, string value) => option switch
    {
        Save => this with { File = value },
        Seconds when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 =>
            this with { Time = TimeSpan.FromSeconds(seconds) },
        Leads => this with { Pipes = value, IsLeader = true },
        Follows => this with { Pipes = value, Time = TimeSpan.MaxValue },
        _ => null,
    };
}
