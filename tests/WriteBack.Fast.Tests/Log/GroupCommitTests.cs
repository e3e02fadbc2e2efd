namespace WriteBack.Fast.Tests.Log;

/// <summary>What each step of a commit leaves in the segments, and when it is synced.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private const int SegmentBytes = 4_096;

    // Of a record that fills a segment to its last byte.
    private const int LargestPayload = SegmentBytes - 72 - SegmentRecord.HeaderSize;

    private readonly MemoryDisk _disk = new();
    private readonly LogSegments _segments;
    private readonly GroupCommit _commit;
    private readonly LogBuffer _buffer = new();
    private long _last;

    public GroupCommitTests()
    {
        _segments = new LogSegments(_disk, SegmentBytes, "columns"u8.ToArray());
        _segments.Begin(1, 0, 1, 0);
        _commit = new GroupCommit(_segments, 0);
    }

    public void Dispose() => _segments.Dispose();

    [Fact]
    public void What_is_synced_is_written_down_once_before_the_next_records_or_when_there_is_time()
    {
        Write("a longer text than those that follow");
        _commit.WriteProof();
        _commit.Sync();
        _commit.WriteProof();
        _commit.WriteProof();
        Write("two");
        _commit.Sync();
        Write("three", "four");
        Write("five");
        AssertHolds(1, Segment(1).Write(1, "a longer text than those that follow").Proof(1).Write(2, "two").Proof(2)
            .Write(3, "three").Write(4, "four").Write(5, "five"));
        Assert.Equal((5, 2, 2), (_commit.Written, _commit.Synced, _commit.Syncs));
    }

    [Fact]
    public void Nothing_to_write_and_nothing_to_sync_is_no_operation()
    {
        Write("one");
        _commit.Sync();
        _commit.WriteProof();
        int operations = _disk.Operations;
        _commit.Write(_buffer);
        _commit.Sync();
        _commit.WriteProof();
        Assert.False(_commit.TrimBelow(1));
        Assert.Equal(operations, _disk.Operations);
        Assert.Equal((1, 1, 1, 0), (_commit.Written, _commit.Synced, _commit.Syncs, _commit.Rotations));
    }

    [Theory]
    [InlineData(LargestPayload)]
    [InlineData(LargestPayload + 1)]
    [InlineData(3 * SegmentBytes)]
    public void A_record_that_a_segment_has_no_room_beside_has_one_of_its_own(int payload)
    {
        string large = new('x', payload);
        Write(large, "two", large);
        AssertHolds(1, Segment(1).Write(1, large));
        AssertHolds(2, Segment(2, first: 2).Write(2, "two"));
        AssertHolds(3, Segment(3, first: 3).Write(3, large));
        Assert.Equal((3, 2, 2, 2), (_commit.Written, _commit.Synced, _commit.Syncs, _commit.Rotations));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void A_segment_is_filled_to_its_last_byte(int tooMany, int segments)
    {
        string rest = new('x', LargestPayload - 32 + tooMany);
        Write("one", rest);
        Assert.Equal(segments, _disk.Files().Count);
        if (segments == 1)
            AssertHolds(1, Segment(1).Write(1, "one").Write(2, rest));
        else
            AssertHolds(2, Segment(2, first: 2).Write(2, rest));
        Assert.Equal(2, _commit.Written);
    }

    [Fact]
    public void What_is_synced_in_a_full_segment_is_written_down_there()
    {
        string large = new('x', LargestPayload);
        Write(large);
        _commit.Sync();
        Write("two");
        AssertHolds(1, Segment(1).Write(1, large).Proof(1));
        AssertHolds(2, Segment(2, first: 2).Write(2, "two"));
    }

    [Fact]
    public void A_segment_is_synced_before_there_is_a_next()
    {
        Write("one");
        int operations = _disk.Operations;
        Write("two", new string('x', LargestPayload));
        Assert.Equal(
            [
                DiskOperation.Write, DiskOperation.Sync,
                DiskOperation.Create, DiskOperation.Write, DiskOperation.Write, DiskOperation.Sync, DiskOperation.Rename, DiskOperation.SyncNames,
                DiskOperation.Write,
            ],
            Enumerable.Range(operations, _disk.Operations - operations).Select(number => _disk[number]));
    }

    [Fact]
    public void Segments_go_once_no_record_of_theirs_is_needed()
    {
        Write(new string('x', LargestPayload), new string('y', LargestPayload), new string('z', LargestPayload), "four");
        Assert.False(_commit.TrimBelow(1));
        Assert.Equal((4, 1), (_disk.Files().Count, _commit.TrimmedBelow));
        Assert.True(_commit.TrimBelow(3));
        Assert.Equal(["0000000003.log", "0000000004.log"], _disk.Files().Order(StringComparer.Ordinal));
        Assert.Equal([DiskOperation.Delete, DiskOperation.SyncNames, DiskOperation.Delete, DiskOperation.SyncNames], LastOperations(4));
        Assert.True(_commit.TrimBelow(long.MaxValue));
        Assert.Equal(["0000000004.log"], _disk.Files());
        Assert.Equal((3, long.MaxValue), (_commit.Rotations, _commit.TrimmedBelow));
        AssertHolds(4, Segment(4, first: 4).Write(4, "four"));
    }

    [Fact]
    public void A_record_larger_than_a_segment_goes_when_it_is_not_needed_though_none_follows()
    {
        Write(new string('x', LargestPayload + 1));
        Assert.False(_commit.TrimBelow(1));
        Assert.Equal(0, _commit.Rotations);
        Assert.True(_commit.TrimBelow(2));
        Assert.Equal((1, 1), (_commit.Rotations, _commit.Synced));
        Assert.Equal(["0000000002.log"], _disk.Files());
        AssertHolds(2, Segment(2, first: 2));

        // The new one is as small as it can be.
        Assert.False(_commit.TrimBelow(2));
        Assert.Equal(1, _commit.Rotations);
    }

    [Fact]
    public void A_segment_that_is_full_and_no_larger_stays_for_what_follows()
    {
        Write(new string('x', LargestPayload));
        Assert.False(_commit.TrimBelow(2));
        Assert.Equal(0, _commit.Rotations);
        Assert.Equal(["0000000001.log"], _disk.Files());
    }

    [Fact]
    public void Emptied_it_is_one_segment_that_says_which_sequence_was_the_last()
    {
        Write(new string('x', LargestPayload), "two", "three");

        // Two more were given, and had no record.
        _commit.Empty(5);
        Assert.Equal(["0000000003.log"], _disk.Files());
        AssertHolds(3, Segment(3, first: 6));
        Assert.Equal((5, 5), (_commit.Written, _commit.Synced));
    }

    private IEnumerable<DiskOperation> LastOperations(int count) =>
        Enumerable.Range(_disk.Operations - count, count).Select(number => _disk[number]);

    private void Write(params string[] texts)
    {
        _buffer.Clear();
        foreach (string text in texts)
        {
            _last++;
            _buffer.Append(RecordKind.Upsert, _last, 0, System.Text.Encoding.UTF8.GetBytes(text), null);
        }

        _commit.Write(_buffer);
        _buffer.Clear();
    }

    private HandmadeSegment Segment(long number, long first = 1) =>
        new(number, 0, first, first - 1, BitConverter.ToUInt64(_disk[$"{number:D10}.log"], 40));

    /// <summary>That a segment holds these bytes, and zeros behind them.</summary>
    private void AssertHolds(long number, HandmadeSegment segment)
    {
        byte[] bytes = _disk[$"{number:D10}.log"];
        Assert.Equal(segment.Bytes, bytes[..segment.Length]);
        Assert.False(bytes.AsSpan(segment.Length).ContainsAnyExcept((byte)0));
    }
}
