namespace WriteBack.Fast.Benchmarks.Results;

/// <summary>The arguments of a command that has parts: the names of some parts, and switches.</summary>
/// <param name="Parts">The parts that were named; all of them where none was.</param>
/// <param name="Switches">The switches that were given.</param>
internal sealed record Selection(IReadOnlyList<string> Parts, IReadOnlyList<string> Switches)
{
    public bool Has(string name) => Switches.Contains(name);

    /// <summary>Null where an argument is neither a part nor a switch of the command; the usage is written then.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="parts">The parts of the command.</param>
    /// <param name="switches">The switches of the command.</param>
    public static Selection? Parse(string command, string[] args, IReadOnlyList<string> parts, params IReadOnlyList<string> switches)
    {
        if (args.All(arg => parts.Contains(arg) || switches.Contains(arg)))
        {
            string[] named = [.. parts.Where(args.Contains)];
            return new Selection(named.Length == 0 ? parts : named, [.. switches.Where(args.Contains)]);
        }

        Console.Error.WriteLine(
            $"Usage: {command} [{string.Join(" | ", parts)}]... {string.Join(' ', switches.Select(static name => $"[{name}]"))}");
        return null;
    }
}
