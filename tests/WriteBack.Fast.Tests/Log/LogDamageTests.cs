namespace WriteBack.Fast.Tests.Log;

/// <summary>What no crash leaves is damage, by file and place. What a crash may leave is none.</summary>
public sealed class LogDamageTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly SegmentValidator _check = new(SegmentFormat.Log);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Segments_that_follow_each_other_are_whole()
    {
        List<(long Sequence, long At)> records = [];
        var first = new HandmadeSegment(number: 5, epoch: 2, first: 7, previous: 3).Write(7, "seven").Proof(7).Write(8, "eight eight");
        Assert.Null(Check(first, 5, isLast: false, (record, at) => records.Add((record.Sequence, at))));
        var empty = new HandmadeSegment(number: 6, epoch: 3, first: 100, previous: 8);
        Assert.Null(Check(empty, 6, isLast: false));
        Assert.Null(Check(new HandmadeSegment(number: 7, epoch: 4, first: 200, previous: 8).Write(200, "last"), 7, isLast: true));
        Assert.Equal([(7, 72), (8, 72 + 32 + 24)], records);
        Assert.Equal(
            [(5, first.Length, 8, 2), (6, empty.Length, 99, 0), (7, empty.Length + 32, 200, 1)],
            _check.Segments.Select(static segment => (segment.Header.Number, segment.End, segment.Last, segment.Records)));
        Assert.Equal((0, 0), (_check.TornBytes, _check.Unreadable));
    }

    [Fact]
    public void What_is_left_over_counts_in_the_last_segment_only()
    {
        Assert.Null(Check(new HandmadeSegment().Write(1, "one").Raw(1, 2, 3), 1, isLast: false));
        Assert.Equal(0, _check.TornBytes);
        Assert.Null(Check(new HandmadeSegment(number: 2, first: 2, previous: 1).Write(2, "two").Raw(1, 2, 3, 4), 2, isLast: true));
        Assert.Equal(4, _check.TornBytes);
    }

    [Fact]
    public void A_last_segment_without_a_whole_header_is_torn_and_another_is_damaged()
    {
        byte[] bytes = new HandmadeSegment(number: 3).Bytes;
        for (int length = 0; length < bytes.Length; length++)
        {
            var check = new SegmentValidator(SegmentFormat.Log);
            using var file = FileOf(bytes[..length]);
            Assert.Null(check.Read(file, 3, isLast: true));
            Assert.Equal((length, 3), (check.TornBytes, check.Unreadable));
            Assert.Empty(check.Segments);
            Assert.Equal(new SegmentDamage(3, 0, "it ends before its header does"), new SegmentValidator(SegmentFormat.Log).Read(file, 3, isLast: false));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_header_that_was_changed_is_damage_wherever_it_is(bool isLast)
    {
        byte[] bytes = new HandmadeSegment(number: 3).Bytes;
        bytes[20] ^= 1;
        using var file = FileOf(bytes);
        Assert.Equal(new SegmentDamage(3, 0, "its header's checksum is wrong"), _check.Read(file, 3, isLast));
        Assert.Equal((0, 0), (_check.TornBytes, _check.Unreadable));
    }

    [Fact]
    public void A_segment_under_the_name_of_another_is_damage() =>
        Assert.Equal(new SegmentDamage(4, 0, "it says that it is number 3"), Check(new HandmadeSegment(number: 3), 4, isLast: true));

    [Fact]
    public void A_hole_among_the_segments_is_damage()
    {
        Assert.Null(Check(new HandmadeSegment(number: 1).Write(1, "one"), 1, isLast: false));
        Assert.Equal(new SegmentDamage(2, 0, "it is missing"), Check(new HandmadeSegment(number: 3, first: 2, previous: 1), 3, isLast: true));
    }

    [Fact]
    public void A_segment_that_ends_before_the_next_follows_is_damage_at_its_end()
    {
        var first = new HandmadeSegment().Write(1, "one");
        Assert.Null(Check(first, 1, isLast: false));
        var damage = Check(new HandmadeSegment(number: 2, first: 4, previous: 3).Write(4, "four"), 2, isLast: true);
        Assert.Equal(new SegmentDamage(1, first.Length, "the next segment follows on write 3, and this one ends with 1"), damage);
    }

    [Fact]
    public void What_was_synced_and_is_not_there_is_damage_at_the_end_of_what_is()
    {
        var segment = new HandmadeSegment().Write(1, "one");
        int end = segment.Length;
        segment.Damaged(2, "two");
        Assert.Equal(
            new SegmentDamage(1, end, $"byte {segment.Length} shows that more was on stable storage"),
            Check(segment.Proof(2), 1, isLast: true));
    }

    [Fact]
    public void A_log_that_is_damaged_is_refused_by_path_place_and_reason_and_is_left_as_it_is()
    {
        new HandmadeSegment().Write(1, "one").PutOn(_disk);
        new HandmadeSegment(number: 2, first: 2, previous: 1).Write(2, "two").PutOn(_disk);
        new HandmadeSegment(number: 3, first: 4, previous: 3).Write(4, "four").PutOn(_disk);
        new HandmadeSegment(number: 4, first: 5, previous: 4).Write(5, "five").PutOn(_disk);
        using var disk = new CountingDisk(_disk);
        var refusal = Assert.Throws<WriteAheadLogException>(() => new LogRecovery(disk).Verify());
        Assert.Equal(
            $"The write-ahead log is damaged: '{Path.Combine("memory", "0000000002.log")}' at byte 104: "
            + "the next segment follows on write 3, and this one ends with 2. Nothing was changed.",
            refusal.Message);
        Assert.Equal((0, 0), (_disk.Operations, disk.OpenFiles));
    }

    private static ISegmentFile FileOf(byte[] bytes)
    {
        using var disk = new MemoryDisk();
        disk["segment"] = bytes;
        return disk.Open("segment");
    }

    private SegmentDamage? Check(HandmadeSegment segment, long number, bool isLast, Action<SegmentRecord, long>? onRecord = null)
    {
        using var file = segment.Open();
        return _check.Read(file, number, isLast, (_, record, at) => onRecord?.Invoke(record, at));
    }
}
