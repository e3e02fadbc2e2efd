namespace WriteBack.Fast.Benchmarks.Results;

/// <summary>The one option of the commands that measure: a file that keeps the result.</summary>
internal static class OutputOption
{
    private const string Name = "--output";

    /// <summary>Says what is wrong with the arguments, if anything is.</summary>
    public static bool TryParse(string command, string[] args, out string? file)
    {
        file = args is [Name, var named] ? named : null;
        if (args.Length == 0 || file is not null)
            return true;
        Console.Error.WriteLine($"Usage: {command} [{Name} FILE]");
        return false;
    }

    /// <summary>Shows a result, and keeps it where that was asked for.</summary>
    public static void Show(ResultTable result, string? file)
    {
        result.WriteMarkdown(Console.Out);
        if (file is not null)
            result.Write(file);
    }
}
