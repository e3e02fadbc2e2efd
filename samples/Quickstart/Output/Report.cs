using Spectre.Console;
using WriteBack.Fast;

namespace Quickstart.Output;

/// <summary>What the sample shows: alike on a terminal and in a file, but for borders, colours and movement.</summary>
internal sealed class Report
{
    private const int Widest = 100;

    public Report(IAnsiConsole console)
    {
        Console = console;
        IsInteractive = console.Profile.Capabilities is { Interactive: true, Ansi: true };
        // A file has no width of its own.
        console.Profile.Width = IsInteractive ? Math.Min(console.Profile.Width, Widest) : Widest;
    }

    public IAnsiConsole Console { get; }

    public bool IsInteractive { get; }

    public void Heading(string text)
    {
        Console.WriteLine();
        Console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    /// <summary>Shows text as it is; a path that is too long for a line is not broken.</summary>
    public void Line(string text) => Console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Shows figures by name.</summary>
    public void Figures(params ReadOnlySpan<(string Name, string Value)> figures)
    {
        var table = NewTable().HideHeaders().AddColumn("").AddColumn("", static column => column.RightAligned());
        foreach (var (name, value) in figures)
            table.AddRow(new Text(name), new Text(value));
        Console.Write(table);
    }

    /// <summary>Shows a table whose first column names its rows, and whose others are figures.</summary>
    public void Table(string[] headers, params ReadOnlySpan<string[]> rows)
    {
        var table = NewTable();
        for (int i = 0; i < headers.Length; i++)
            table.AddColumn(new TableColumn(headers[i]) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        foreach (string[] row in rows)
            table.AddRow(row.Select(static cell => new Text(cell)));
        Console.Write(table);
    }

    public void Verified(string table, long rows) =>
        Console.MarkupLineInterpolated(
            $"[green]Verified[/] with plain SQL: the {Format.Count(rows)} rows of the table {table} are what was written.");

    public void Closed(DrainReport report) => Line(
        $"Closed in {Format.Nanoseconds(report.Duration.TotalNanoseconds)}: {Format.Count(report.Stored)} stored while closing, "
        + $"{Format.Count(report.DeadLettered)} dead-lettered, {Format.Count(report.Abandoned)} abandoned.");

    public void Finished(TimeSpan elapsed)
    {
        Console.WriteLine();
        Console.MarkupLineInterpolated($"[green]All figures verified[/] in {Format.Seconds(elapsed)}.");
    }

    private Table NewTable() => new() { Border = IsInteractive ? TableBorder.Rounded : TableBorder.Ascii };
}
