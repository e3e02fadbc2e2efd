namespace WriteBack.Fast.Tools.Tests;

public sealed class HealthyLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_segment_is_shown_with_its_figures()
    {
        string log = await Items.LeaveAsync(_folder.Path, [.. Write.Sets(1, 3), .. Write.Deletes(2, 1), .. Write.Sets(3, 1)]);

        var run = await Run.OfAsync(log);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("item: " + log, run.Lines.First());
        string[] row = Assert.Single(run.Rows);
        Assert.Equal(["0000000001.log", "1", "0", "1", "5"], row[..5]);
        Assert.Equal(["5", "4", "1", "3", "2"], row[7..]);
        Assert.Contains("No damage.", run.Lines);
        Assert.DoesNotContain("Torn", run.Output, StringComparison.Ordinal);
        Assert.Contains("a delete too, which still has to reach the store", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_segments_with_overwritten_and_removed_keys_have_the_figures_of_their_writes()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Many);
        string[][] expected = Expected.Rows(log, Write.Many);
        Assert.True(expected.Length >= 3, "The test is about several segments.");

        var run = await Run.OfAsync(log);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, run.Rows);
        Assert.Equal(Expected.Total(expected), run.Total);
        Assert.Equal(Expected.Text(Write.Many.DistinctBy(static write => write.Key).Count()), run.Total[^2]);
    }

    [Fact]
    public async Task A_later_run_has_an_epoch_of_its_own_and_replaces_what_an_earlier_one_wrote()
    {
        await Items.LeaveAsync(_folder.Path, Write.Sets(1, 4));
        string log = await Items.LeaveAsync(_folder.Path, [.. Write.Sets(2, 2), .. Write.Deletes(9, 1)]);
        string first = Expected.Text(new SegmentBytes(log, 2).First);
        string last = Expected.Text(new SegmentBytes(log, 2).First + 2);

        var run = await Run.OfAsync(log);

        Assert.Equal(["4", "4", "0", "2", "2"], run.Rows[0][7..]);
        Assert.Equal(["0000000002.log", "2", "1", first, last], run.Rows[1][..5]);
        Assert.Equal(["3", "2", "1", "3", "0"], run.Rows[1][7..]);
    }

    [Fact]
    public async Task A_segment_without_records_has_no_sequences()
    {
        string log = await Items.LeaveAsync(_folder.Path, []);

        var run = await Run.OfAsync(log);

        Assert.Equal(0, run.ExitCode);
        string size = Expected.Text(SegmentBytes.LastOf(log).Bytes.Length);
        Assert.Equal(["0000000002.log", "2", "0", "-", "-", Expected.Text(Items.FirstRecord), size, "0", "0", "0", "0", "0"], Assert.Single(run.Rows));
    }
}
