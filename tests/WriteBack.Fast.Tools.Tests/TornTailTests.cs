using WriteBack.Fast.LogInspect.Reading;

namespace WriteBack.Fast.Tools.Tests;

public sealed class TornTailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bytes_after_the_last_record_are_counted_and_are_no_damage()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Sets(1, 5));
        var segment = new SegmentBytes(log, 1);
        long end = segment.End;
        Tear(segment, end, 13);

        var run = await Run.OfAsync(log);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"Torn tail: 13 bytes in 0000000001.log from byte {end} on.", run.LineOf("Torn"), StringComparison.Ordinal);
        Assert.Equal(Expected.Text(end), Assert.Single(run.Rows)[5]);
        Assert.Contains("No damage.", run.Lines);
    }

    [Fact]
    public async Task A_segment_that_was_never_completed_is_a_torn_tail()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Sets(1, 5));
        new SegmentBytes(log, 2).Bytes = new byte[20];

        var run = await Run.OfAsync(log);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Torn tail: 20 bytes in 0000000002.log from byte 0 on.", run.LineOf("Torn"), StringComparison.Ordinal);
        Assert.Equal("0000000001.log", Assert.Single(run.Rows)[0]);
    }

    [Fact]
    public async Task A_tail_that_is_another_at_each_look_is_one_that_is_being_written()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Sets(1, 5));
        var segment = new SegmentBytes(log, 1);
        long end = segment.End;
        int looks = 0;

        var report = LogInspection.Of(log, folder =>
        {
            Tear(segment, end, ++looks);
            return LogFolders.FilesOf(folder);
        });

        Assert.True(report.IsMoving);
        Assert.Null(report.TornTail);
        Assert.Equal(5, report.Total.Records);
    }

    [Fact]
    public async Task A_tail_that_is_a_record_at_the_next_look_was_none()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Sets(1, 5));
        var segment = new SegmentBytes(log, 1);
        byte[] whole = segment.Bytes;
        int last = segment.PlaceOf(5);
        int looks = 0;

        var report = LogInspection.Of(log, folder =>
        {
            segment.Bytes = looks++ == 0 ? [.. whole[..(last + 7)], .. new byte[1_000]] : whole;
            return LogFolders.FilesOf(folder);
        });

        Assert.Equal(2, looks);
        Assert.Equal((false, null, 5), (report.IsMoving, report.TornTail, report.Total.Records));
    }

    private static void Tear(SegmentBytes segment, long end, int count)
    {
        byte[] bytes = segment.Bytes;
        bytes.AsSpan((int)end, count).Fill(7);
        segment.Bytes = bytes;
    }
}
