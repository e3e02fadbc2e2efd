namespace WriteBack.Fast.Tools.Tests;

public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_log_in_a_folder_is_shown_under_the_name_of_its_cache()
    {
        await LeaveAsync("b", Write.Sets(1, 3));
        await LeaveAsync("a%20b", Write.Sets(1, 2));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "other"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "other", "notes.log"), "no log");

        var run = await Run.OfAsync(_folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [$"a b: {Path.Combine(_folder.Path, "a%20b")}", $"b: {Path.Combine(_folder.Path, "b")}"],
            run.Lines.Where(line => line.Contains(_folder.Path, StringComparison.Ordinal)));
        Assert.Equal(["2", "3"], run.Rows.Select(static row => row[7]));
    }

    [Fact]
    public async Task Damage_in_one_of_several_logs_is_damage()
    {
        string damaged = await LeaveAsync("a", Write.Many);
        await LeaveAsync("b", Write.Sets(1, 3));
        new SegmentBytes(damaged, 2).Spoil(0);

        var run = await Run.OfAsync(_folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it does not begin as a segment of a log", run.LineOf("Damage"), StringComparison.Ordinal);
        Assert.Equal("3", run.Rows[^1][7]);
    }

    [Fact]
    public async Task A_log_without_a_segment_is_healthy()
    {
        string log = await LeaveAsync("a", []);
        File.Delete(SegmentBytes.LastOf(log).FullPath);

        var run = await Run.OfAsync(log + Path.DirectorySeparatorChar);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"a: {log}", run.Lines.First());
        Assert.Empty(run.Rows);
        Assert.Equal(["Total of 0", "0", "0", "0", "0", "0", "0", "0"], run.Total);
    }

    [Fact]
    public async Task An_empty_folder_cannot_be_used()
    {
        var run = await Run.OfAsync(_folder.Path);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"There is no log in '{_folder.Path}'.", run.Error.Trim());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_cannot_be_used()
    {
        string missing = Path.Combine(_folder.Path, "missing");

        var run = await Run.OfAsync(missing);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"There is no folder '{missing}'.", run.Error.Trim());
    }

    [Fact]
    public async Task A_segment_that_cannot_be_opened_is_not_taken_for_damage()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows may refuse to make a link.");
        string log = await LeaveAsync("a", Write.Sets(1, 3));
        string segment = new SegmentBytes(log, 1).FullPath;
        File.Delete(segment);
        File.CreateSymbolicLink(segment, segment);

        var run = await Run.OfAsync(log);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Error);
    }

    private async Task<string> LeaveAsync(string name, IEnumerable<Write> writes)
    {
        using var elsewhere = new TemporaryFolder();
        string log = Path.Combine(_folder.Path, name);
        Directory.Move(await Items.LeaveAsync(elsewhere.Path, writes), log);
        return log;
    }
}
