namespace WriteBack.Fast.Tests.Log;

/// <summary>Records are kept as they are written, however many there are and whatever was there before.</summary>
public class LogBufferTests
{
    private readonly WaiterPool<LogWaiter> _pool = new(static pool => new LogWaiter(pool));

    [Fact]
    public void Records_lie_one_behind_the_other_and_fill_up_with_zeros()
    {
        var buffer = new LogBuffer();
        Assert.True(buffer.IsEmpty);

        // Longer ones were there before, which must not show.
        Append(buffer, 1, new string('x', 500));
        Assert.False(buffer.IsEmpty);
        buffer.Clear();
        Assert.True(buffer.IsEmpty);
        var expected = new HandmadeSegment(epoch: 7);
        int start = expected.Length;
        long sequence = 5;
        foreach (string text in new[] { "one", "", "eight888", new string('y', 200_000), "z" })
        {
            Append(buffer, sequence, text);
            expected.Write(sequence++, text);
        }

        byte[] bytes = [.. buffer.Bytes[LogBuffer.Start..]];
        Assert.Equal((sequence - 1, LogBuffer.Start + bytes.Length), (buffer.Last, buffer.Length));

        // The checksum is made when the place is known.
        for (int at = 0; at < bytes.Length; at += (int)SegmentRecord.SizeOf(bytes.AsSpan(at)))
            SegmentRecord.Seal(bytes.AsSpan(at, (int)SegmentRecord.SizeOf(bytes.AsSpan(at))), HandmadeSegment.Salt, start + at);
        Assert.True(expected.Bytes.AsSpan(start).SequenceEqual(bytes));
    }

    [Fact]
    public void It_grows_by_doubling()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var buffer = new LogBuffer();
        byte[] payload = new byte[1_000];
        for (int sequence = 1; buffer.Length < 1 << 20; sequence++)
            buffer.Append(RecordKind.Upsert, sequence, 0, payload, null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1 << 20, 5 << 20);
    }

    [Fact]
    public void Who_waits_is_kept_newest_first_until_it_is_cleared()
    {
        var buffer = new LogBuffer();
        var (first, second, third) = (_pool.Rent(), _pool.Rent(), _pool.Rent());
        buffer.Append(RecordKind.Upsert, 1, 0, [], first);
        buffer.Append(RecordKind.Upsert, 2, 0, [], null);
        buffer.Await(second);
        buffer.Append(RecordKind.Upsert, 3, 0, [], third);
        Assert.Same(third, buffer.Waiters);
        Assert.Same(second, third.Next);
        Assert.Same(first, second.Next);
        Assert.Null(first.Next);
        buffer.Clear();
        Assert.Null(buffer.Waiters);
    }

    private static void Append(LogBuffer buffer, long sequence, string text) =>
        buffer.Append(RecordKind.Upsert, sequence, 7, System.Text.Encoding.UTF8.GetBytes(text), null);
}
