using WriteBack.Fast.LogInspect.Reading;

namespace WriteBack.Fast.Tools.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damage_in_a_middle_segment_is_shown_by_file_and_offset_after_what_is_healthy_before_it()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Many);
        string[][] expected = Expected.Rows(log, Write.Many);
        var (second, third) = (new SegmentBytes(log, 2), new SegmentBytes(log, 3));
        long spoilt = second.First + 9;
        int at = second.PlaceOf(spoilt);
        second.Spoil(at + 24);

        var run = await Run.OfAsync(log);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"Damage: 0000000002.log at byte {at}: the next segment follows on write {third.First - 1}, "
            + $"and this one ends with {spoilt - 1}. What follows was not read.",
            run.LineOf("Damage"));
        Assert.DoesNotContain("No damage.", run.Lines);
        Assert.Equal(2, run.Rows.Length);
        Assert.Equal(expected[0][..9], run.Rows[0][..9]);
        Assert.Equal([.. expected[1][..4], Expected.Text(spoilt - 1), Expected.Text(at), expected[1][6], "9"], run.Rows[1][..8]);
    }

    [Fact]
    public async Task Damage_in_the_last_segment_to_what_was_synced_is_shown()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Sets(1, 5));
        var segment = new SegmentBytes(log, 1);
        int at = segment.PlaceOf(3);
        segment.Spoil(at + 24);

        var run = await Run.OfAsync(log);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"^Damage: 0000000001.log at byte {at}: byte \\d+ shows that more was on stable storage", run.LineOf("Damage"));
        Assert.Equal(["2", "2", "0", "2", "0"], Assert.Single(run.Rows)[7..]);
    }

    [Fact]
    public async Task A_damaged_header_is_shown_and_the_segments_before_it()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Many);
        new SegmentBytes(log, 2).Spoil(40);

        var run = await Run.OfAsync(log);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            "Damage: 0000000002.log at byte 0: its header's checksum is wrong.", run.LineOf("Damage"), StringComparison.Ordinal);
        Assert.Equal("0000000001.log", Assert.Single(run.Rows)[0]);
    }

    [Fact]
    public async Task A_missing_segment_is_damage()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Many);
        File.Delete(new SegmentBytes(log, 2).FullPath);

        var run = await Run.OfAsync(log);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Damage: 0000000002.log at byte 0: it is missing.", run.LineOf("Damage"), StringComparison.Ordinal);
        Assert.Equal("0000000001.log", Assert.Single(run.Rows)[0]);
    }

    [Fact]
    public void A_record_without_a_key_is_damage()
    {
        // The start of an array of two, and no more.
        byte[] payload = [0x92, 0x01];
        byte[] record = new byte[SegmentRecord.SizeFor(payload.Length)];
        SegmentRecord.WriteHeader(record, payload.Length, 1, RecordKind.Upsert, 0);
        payload.CopyTo(record, SegmentRecord.HeaderSize);
        string log = Items.LogIn(_folder.Path);
        SegmentDirectory.Make(log);
        using (var segments = new LogSegments(SegmentDirectory.Lock(log), 4_096, default))
        {
            segments.Begin(1, 0, 1, 0);
            SegmentRecord.Seal(record, segments.Open.Header.Salt, segments.Open.Position);
            segments.Open.Write(record);
        }

        var report = LogInspection.Of(log);

        Assert.Equal(("0000000001.log", 64), (report.Damage!.File, report.Damage.Offset));
        Assert.StartsWith("the record of write 1 has no key", report.Damage.Reason, StringComparison.Ordinal);
    }
}
