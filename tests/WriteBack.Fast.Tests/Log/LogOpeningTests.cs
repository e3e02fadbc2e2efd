namespace WriteBack.Fast.Tests.Log;

/// <summary>What opening a log reads, removes and makes.</summary>
public sealed class LogOpeningTests : IDisposable
{
    private const long Skipped = 1L << 40;

    private readonly MemoryDisk _memory = new();
    private readonly CountingDisk _disk;

    public LogOpeningTests() => _disk = new CountingDisk(_memory);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void A_folder_without_a_log_begins_with_the_first_sequence()
    {
        _memory["lock"] = [];
        var recovery = Verified();
        Assert.Equal((0, 0, 1, 0), (recovery.Last, recovery.Records, recovery.FirstToGive, recovery.TornBytes));
        recovery.Clean();
        Assert.Empty(recovery.ReadAll());
        Assert.Equal(0, _memory.Operations);
        using var segments = recovery.Begin(4_096, "columns"u8.ToArray());
        var header = segments.Open.Header;
        Assert.Equal((1, 0u, 1, 0), (header.Number, header.Epoch, header.First, header.Previous));
        Assert.Empty(segments.Older);
    }

    [Fact]
    public void What_was_left_is_read_in_order_and_adopted()
    {
        new HandmadeSegment(number: 3, epoch: 8, first: 5, previous: 4).Write(5, "five").Proof(5).Write(6, "six").Write(7, "seven").PutOn(_memory);
        new HandmadeSegment(number: 4, epoch: 9, first: 8, previous: 7).Write(8, "eight").PutOn(_memory);
        var recovery = Verified();
        Assert.Equal((8, 4, 8 + Skipped), (recovery.Last, recovery.Records, recovery.FirstToGive));
        Assert.Equal(
            [(3, 5, "five"), (3, 6, "six"), (3, 7, "seven"), (4, 8, "eight")],
            recovery.ReadAll().Select(static read =>
                (read.Header.Number, read.Record.Sequence, System.Text.Encoding.UTF8.GetString(read.Record.Payload.Span))));
        Assert.Equal(0, _disk.OpenFiles);
        recovery.Clean();
        Assert.Equal(0, _disk.OpenFiles);
        using var segments = recovery.Begin(4_096, "other columns"u8.ToArray());
        var header = segments.Open.Header;
        Assert.Equal((5, 10u, 8 + Skipped, 8), (header.Number, header.Epoch, header.First, header.Previous));
        Assert.Equal("other columns"u8, header.Columns.Span);
        Assert.Equal([new SealedSegment(3, 5, 7, 72 + 4 * 32 - 8), new SealedSegment(4, 8, 8, 72 + 32)], segments.Older);
    }

    [Fact]
    public void What_was_never_completed_is_removed_and_nothing_else()
    {
        new HandmadeSegment().Write(1, "one").Write(2, "two").Raw(new byte[100]).PutOn(_memory);
        new HandmadeSegment(number: 2, first: 3, previous: 2).Write(3, "three").Raw(9, 9, 9).PutOn(_memory);
        _memory["0000000003.log.new"] = [1];
        _memory["lock"] = [];
        _memory["notes.new"] = [1];
        byte[] first = _memory["0000000001.log"];
        var recovery = Verified();
        Assert.Equal(3, recovery.TornBytes);
        recovery.Clean();
        Assert.Equal(["0000000001.log", "0000000002.log", "lock", "notes.new"], _memory.Files().Order(StringComparer.Ordinal));
        Assert.Equal(new HandmadeSegment(number: 2, first: 3, previous: 2).Write(3, "three").Bytes, _memory["0000000002.log"]);
        Assert.Equal(first, _memory["0000000001.log"]);

        // Cut off for good: what is written later must not be followed by what was there.
        Assert.Equal([DiskOperation.Delete, DiskOperation.SetLength, DiskOperation.Sync], Operations());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(71)]
    public void A_last_segment_without_a_whole_header_is_removed_and_its_number_used(int length)
    {
        var first = new HandmadeSegment().Write(1, "one");
        first.PutOn(_memory);
        _memory["0000000002.log"] = new HandmadeSegment(number: 2, first: 2, previous: 1).Bytes[..length];
        var recovery = Verified();
        Assert.Equal((1, 1, length), (recovery.Last, recovery.Records, recovery.TornBytes));
        recovery.Clean();
        Assert.Equal([DiskOperation.Delete], Operations());
        Assert.Equal(["0000000001.log"], _memory.Files());
        using var segments = recovery.Begin(4_096, ReadOnlyMemory<byte>.Empty);
        Assert.Equal((2, 1u, 1), (segments.Open.Header.Number, segments.Open.Header.Epoch, segments.Open.Header.Previous));
    }

    private IEnumerable<DiskOperation> Operations() => Enumerable.Range(0, _memory.Operations).Select(number => _memory[number]);

    private LogRecovery Verified()
    {
        var recovery = new LogRecovery(_disk);
        recovery.Verify();
        Assert.Equal(0, _disk.OpenFiles);
        return recovery;
    }
}
