using WriteBack.Fast.LogInspect.Reading;

namespace WriteBack.Fast.Tools.Tests;

public sealed class RunningCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => Items.LogIn(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_log_of_an_open_cache_is_shown_and_the_cache_goes_on()
    {
        await using var items = await Items.OpenAsync(_folder.Path);
        await items.WriteAsync(Write.Many);

        var run = await Run.OfAsync(_folder.Path);
        await items.WriteAsync(Write.Sets(1, 1));
        var after = await Run.OfAsync(_folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Expected.Rows(Log, [.. Write.Many, .. Write.Sets(1, 1)])[0][..9], run.Rows[0][..9]);
        Assert.Equal(Expected.Text(Write.Many.Count), run.Total[3]);
        Assert.Equal(Expected.Text(Write.Many.Count + 1), after.Total[3]);
    }

    [Fact]
    public async Task Segments_that_are_trimmed_after_they_were_listed_are_left_out()
    {
        await Items.LeaveAsync(_folder.Path, Write.Many);
        string[][] rows = Expected.Rows(Log, Write.Many);
        string[] listed = [.. LogFolders.FilesOf(Log)];
        File.Delete(new SegmentBytes(Log, 1).FullPath);

        var report = LogInspection.Of(Log, _ => listed);

        Assert.Null(report.Damage);
        Assert.Equal(rows[1..].Select(static row => row[0]), report.Segments.Select(static segment => segment.File));
        Assert.Equal(rows[1..].Select(static row => row[10]), report.Segments.Select(static segment => Expected.Text(segment.Live)));
    }

    [Fact]
    public async Task What_was_read_before_a_trimmed_segment_was_trimmed_too()
    {
        await Items.LeaveAsync(_folder.Path, Write.Many);
        string[][] rows = Expected.Rows(Log, Write.Many);
        string[] listed = [.. LogFolders.FilesOf(Log)];
        File.Delete(new SegmentBytes(Log, 2).FullPath);

        var report = LogInspection.Of(Log, _ => listed);

        Assert.Null(report.Damage);
        Assert.Equal(rows[2..].Select(static row => row[0]), report.Segments.Select(static segment => segment.File));
    }

    [Fact]
    public async Task Segments_that_are_trimmed_while_others_are_read_are_read_to_their_end()
    {
        await Items.LeaveAsync(_folder.Path, Write.Many);
        byte[] second = new SegmentBytes(Log, 2).Bytes;
        using var files = new SegmentFiles(Log, [1, 2, 3]);
        files.Next()!.Dispose();
        File.Delete(new SegmentBytes(Log, 2).FullPath);

        using var file = files.Next();

        byte[] read = new byte[second.Length];
        Assert.Equal(second.Length, file!.Read(read, 0));
        Assert.Equal(second, read);
    }

    [Fact]
    public async Task A_log_whose_listed_segments_are_all_gone_is_listed_again()
    {
        await Items.LeaveAsync(_folder.Path, Write.Sets(1, 3));
        int looks = 0;

        var report = LogInspection.Of(Log, folder => looks++ == 0 ? ["0000000006.log", "0000000007.log"] : LogFolders.FilesOf(folder));

        Assert.Equal((2, 3, false), (looks, report.Total.Records, report.IsMoving));
    }

    [Fact]
    public async Task A_log_that_is_written_and_trimmed_all_the_while_is_never_damaged()
    {
        await using var items = await Items.OpenAsync(_folder.Path, flushInterval: TimeSpan.FromMilliseconds(5));
        items.Resume();
        using var end = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (int key = 0; !end.IsCancellationRequested; key++)
                await items.Cache.SetAsync(key % 300, new Item(key), key % 20 == 0 ? WriteDurability.Logged : WriteDurability.Memory);
        });

        for (int round = 0; round < 100 || SegmentBytes.NumbersIn(Log).Max() < 50; round++)
        {
            var run = await Run.OfAsync(_folder.Path);
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }

        await end.CancelAsync();
        await writing;
        Assert.DoesNotContain(1, SegmentBytes.NumbersIn(Log));
    }
}
