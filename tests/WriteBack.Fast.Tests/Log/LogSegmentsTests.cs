namespace WriteBack.Fast.Tests.Log;

/// <summary>The files of a log: how they are made, how large they are, and how they go.</summary>
public sealed class LogSegmentsTests : IDisposable
{
    private const int Header = 72;
    private const int Ahead = 1 << 20;

    private readonly MemoryDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void A_segment_is_on_stable_storage_before_it_has_its_name()
    {
        using var segments = Begin(4_096);
        Assert.Equal(
            [DiskOperation.Create, DiskOperation.Write, DiskOperation.Write, DiskOperation.Sync, DiskOperation.Rename, DiskOperation.SyncNames],
            Enumerable.Range(0, _disk.Operations).Select(number => _disk[number]));
        Assert.Equal(["0000000001.log"], _disk.Files());
    }

    [Fact]
    public void Zeros_are_written_ahead_of_the_records_as_far_as_a_segment_may_become()
    {
        const int target = 5 * Ahead / 2;
        using var segments = Begin(target);
        Assert.Equal(Header + Ahead, FileLength());

        // Within them a write changes nothing of the file but its bytes.
        int operations = _disk.Operations;
        segments.Open.Write(Ones(Ahead - 8));
        Assert.Equal((operations + 1, Header + Ahead), (_disk.Operations, FileLength()));
        segments.Open.Write(Ones(16));
        Assert.Equal(Header + Ahead + 8 + Ahead, FileLength());
        segments.Open.Write(Ones(Ahead));
        Assert.Equal(target, FileLength());

        // What is too large has no more than it needs.
        segments.Open.Write(Ones(Ahead));
        long end = Header + Ahead + 8 + Ahead + Ahead;
        Assert.Equal((end, end), (FileLength(), segments.Open.Position));
        byte[] bytes = _disk["0000000001.log"];
        Assert.False(bytes.AsSpan(Header).ContainsAnyExcept((byte)1));
        Assert.Equal(end, segments.Bytes);
    }

    [Fact]
    public void Their_size_is_that_of_their_records_and_headers()
    {
        using var segments = Begin(4_096);
        Assert.Equal(Header, segments.Bytes);
        segments.Open.Write(Ones(100));
        segments.Rotate(11);
        segments.Open.Write(Ones(10));
        segments.Rotate(12);
        Assert.Equal(Header + 100 + Header + 10 + Header, segments.Bytes);
        Assert.Equal([new SealedSegment(1, 1, 10, Header + 100), new SealedSegment(2, 11, 11, Header + 10)], segments.Older);
        Assert.Equal([10, 1], segments.Older.Select(static segment => segment.Records));
        Assert.True(segments.DeleteBelow(11));
        Assert.Equal(Header + 10 + Header, segments.Bytes);
        Assert.False(segments.DeleteBelow(11));
        Assert.Equal([2], segments.Older.Select(static segment => segment.Number));
    }

    [Fact]
    public void Those_of_an_earlier_run_count_and_go_like_others()
    {
        new HandmadeSegment(number: 3, first: 8, previous: 7).Write(8, "eight").Write(9, "nine").PutOn(_disk);
        using var segments = new LogSegments(_disk, 4_096, "columns"u8.ToArray());
        segments.Adopt([new SealedSegment(3, 8, 9, 136)]);
        segments.Begin(4, 1, 100, 9);
        Assert.Equal(136 + Header, segments.Bytes);
        Assert.False(segments.DeleteBelow(9));
        Assert.True(segments.DeleteBelow(10));
        Assert.Equal(Header, segments.Bytes);
        Assert.Equal(["0000000004.log"], _disk.Files());
    }

    [Fact]
    public void Each_segment_has_a_salt_of_its_own_and_the_number_and_sequences_that_follow()
    {
        using var segments = Begin(4_096);
        var first = segments.Open.Header;
        segments.Rotate(5);
        var second = segments.Open.Header;
        Assert.NotEqual(first.Salt, second.Salt);
        Assert.Equal((2, 7u, 5, 4), (second.Number, second.Epoch, second.First, second.Previous));
        Assert.Equal("columns"u8, second.Columns.Span);
    }

    [Fact]
    public void Cleared_they_are_the_one_being_written_without_a_record()
    {
        using var segments = Begin(4_096);
        segments.Open.Write(Ones(100));
        segments.Rotate(11);
        segments.Open.Write(Ones(100));

        // One that was being made when the log failed, and files that are no segments.
        new HandmadeSegment(number: 3, first: 20, previous: 19).PutOn(_disk);
        _disk["4.log"] = [1];
        _disk["lock"] = [];
        int operations = _disk.Operations;
        segments.Clear();
        Assert.Equal(["0000000002.log", "4.log", "lock"], _disk.Files().Order(StringComparer.Ordinal));
        Assert.Equal(Header, FileLength(2));
        Assert.Equal(
            [DiskOperation.Delete, DiskOperation.SyncNames, DiskOperation.Delete, DiskOperation.SyncNames, DiskOperation.SetLength, DiskOperation.Sync],
            Enumerable.Range(operations, _disk.Operations - operations).Select(number => _disk[number]));
    }

    [Fact]
    public void No_file_stays_open_whatever_fails()
    {
        for (int position = 0; ; position++)
        {
            using var memory = new MemoryDisk();
            memory.Fault = (number, _) => number == position ? new IOException("EIO") : null;
            using var disk = new CountingDisk(memory);
            int expected = 0;
            bool hasFailed = false;
            var segments = new LogSegments(disk, 4_096, ReadOnlyMemory<byte>.Empty);
            try
            {
                segments.Begin(1, 0, 1, 0);
                expected = 1;
                segments.Rotate(2);
            }
            catch (IOException)
            {
                hasFailed = true;
            }

            Assert.Equal(expected, disk.OpenFiles);
            segments.Dispose();
            Assert.Equal((0, true), (disk.OpenFiles, disk.IsClosed));
            if (!hasFailed)
                break;
        }
    }

    private static byte[] Ones(int count)
    {
        byte[] bytes = new byte[count];
        bytes.AsSpan().Fill(1);
        return bytes;
    }

    private LogSegments Begin(long segmentSize)
    {
        var segments = new LogSegments(_disk, segmentSize, "columns"u8.ToArray());
        segments.Begin(1, 7, 1, 0);
        return segments;
    }

    private long FileLength(long number = 1) => _disk[$"{number:D10}.log"].Length;
}
