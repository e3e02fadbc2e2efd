namespace WriteBack.Fast.Tests.IO;

/// <summary>How far a segment is read, and what is found behind that.</summary>
public class SegmentReaderTests
{
    private const int BufferSize = 256 << 10;

    [Fact]
    public void Records_are_read_up_to_the_last_byte_of_the_file()
    {
        var segment = new HandmadeSegment().Write(1, "one").Proof(1).Write(2, "two").Proof(2);
        int lastWrite = segment.Length;
        segment.Write(3, "eight888");
        AssertReads(["one", "two", "eight888"], segment.Length, segment);
        for (int missing = 1; missing <= 32; missing++)
            AssertReads(["one", "two"], lastWrite, segment.Bytes[..^missing]);
    }

    [Fact]
    public void What_follows_a_record_of_another_sequence_is_not_read()
    {
        var segment = new HandmadeSegment(first: 5).Write(5, "five");
        int end = segment.Length;
        AssertReads(["five"], end, segment.Write(7, "seven").Write(6, "six"));
        AssertReads([], 72, new HandmadeSegment(first: 5).Write(4, "four").Write(5, "five"));
    }

    [Fact]
    public void Records_larger_than_the_buffer_and_across_its_end_are_read_whole()
    {
        int[] sizes = [100_000, 100_000, 100_000, 7, BufferSize - 24, BufferSize, 3 * BufferSize, 1, 100_000, 200_000];
        var segment = new HandmadeSegment();
        string[] texts = [.. sizes.Select(static (size, index) => new string((char)('a' + index), size))];
        for (int index = 0; index < texts.Length; index++)
            segment.Write(index + 1, texts[index]);
        AssertReads(texts, segment.Length, segment);
    }

    [Fact]
    public void Small_records_are_read_many_at_a_time()
    {
        using var memory = new MemoryDisk();
        var segment = new HandmadeSegment();
        for (int sequence = 1; segment.Length < 4 * BufferSize; sequence++)
            segment.Write(sequence, "small");
        segment.PutOn(memory);
        using var disk = new CountingDisk(memory);
        using var file = disk.Open(memory.Files()[0]);
        using var reader = Reader(file);
        while (reader.TryRead(out _))
            continue;
        Assert.Equal(segment.Length, reader.Position);
        Assert.InRange(disk.Reads, 4, 20);
    }

    [Fact]
    public void A_proof_of_what_should_follow_is_found_wherever_it_is()
    {
        // The sequence says that the damaged one was synced. The one before says nothing of it.
        AssertFound(new HandmadeSegment().Write(1, "one").Damaged(2, "two"), sequence: 2);
        AssertFound(new HandmadeSegment().Write(1, "one").Damaged(2, "two").Proof(1).Write(3, "three"), sequence: 3);
        AssertFound(new HandmadeSegment().Damaged(1, new string('x', 3 * BufferSize)), sequence: 1);
        AssertFound(new HandmadeSegment().Raw(new byte[BufferSize - 72 - 8]), sequence: 1);
    }

    [Fact]
    public void What_is_no_such_proof_proves_nothing()
    {
        AssertNotFound(new HandmadeSegment());
        AssertNotFound(new HandmadeSegment().Raw(new byte[1_000]));
        AssertNotFound(new HandmadeSegment().Write(1, "one").Proof(1));
        AssertNotFound(new HandmadeSegment().Write(1, "one").Damaged(2, "two").Proof(1));
        AssertNotFound(new HandmadeSegment().Write(1, "one").Damaged(2, "two").Write(3, "three"));
        AssertNotFound(new HandmadeSegment().Write(1, "one").Damaged(2, "two").Record(HandmadeSegment.Delete, 3, []));

        // Written elsewhere, or in a former use of the bytes.
        var proof = new HandmadeSegment().Write(1, "one").Proof(9);
        AssertNotFound(new HandmadeSegment().Write(1, "one").Damaged(2, "two").Raw(proof.Bytes.AsSpan()[^24..]));
        var former = new HandmadeSegment(salt: 1).Damaged(1, "one").Proof(1);
        AssertNotFound(new HandmadeSegment().Damaged(1, "one").Raw(former.Bytes.AsSpan()[^24..]));

        // Cut off in its last byte.
        Assert.Equal(-1, ProofIn(new HandmadeSegment().Damaged(1, "one").Proof(1).Bytes[..^1]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 5)]
    [InlineData(BufferSize - 1, BufferSize)]
    [InlineData(BufferSize, 0)]
    [InlineData(BufferSize + 1, 3 * BufferSize)]
    [InlineData(3 * BufferSize, 17)]
    public void What_is_left_over_is_counted_up_to_the_last_byte_that_is_not_zero(int bytes, int zeros)
    {
        byte[] leftover = new byte[bytes + zeros];
        if (bytes > 0)
            (leftover[0], leftover[bytes - 1]) = (1, 1);
        using var file = new HandmadeSegment().Write(1, "one").Raw(leftover).Open();
        using var reader = Reader(file);
        while (reader.TryRead(out _))
            continue;
        Assert.Equal(-1, reader.FindProofOfDamage());
        Assert.Equal(bytes, reader.CountLeftover());
    }

    [Fact]
    public void A_length_that_no_array_has_is_that_of_no_record()
    {
        foreach (uint length in new[] { uint.MaxValue, (uint)Array.MaxLength, 1u << 31 })
        {
            using var file = new VastFile([.. new HandmadeSegment().Bytes, .. BitConverter.GetBytes(length)]);
            using var reader = Reader(file);
            Assert.False(reader.TryRead(out _));
            Assert.Equal(72, reader.Position);
        }
    }

    [Fact]
    public void A_file_that_becomes_shorter_is_an_error_and_not_an_end()
    {
        var segment = new HandmadeSegment().Write(1, "one").Write(2, new string('x', 2 * BufferSize));
        using var file = segment.Open();
        using var reader = Reader(file);
        Assert.True(reader.TryRead(out _));
        file.SetLength(file.Length - 1);
        Assert.Throws<EndOfStreamException>(() => reader.TryRead(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((ushort)RecordKind.LetterAdded)]
    [InlineData((ushort)RecordKind.LetterRemoved)]
    [InlineData(ushort.MaxValue)]
    public void A_kind_that_is_none_of_the_log_s_is_not_guessed(ushort kind)
    {
        using var file = new HandmadeSegment().Record(kind, 1, []).Open();
        using var reader = Reader(file);
        Assert.False(reader.TryRead(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((ushort)RecordKind.Upsert)]
    [InlineData((ushort)RecordKind.Delete)]
    [InlineData(ushort.MaxValue)]
    public void A_kind_that_is_none_of_the_dead_letters_is_not_guessed(ushort kind)
    {
        using var file = new HandmadeSegment().Record(kind, 1, []).Open();
        using var reader = Reader(file, SegmentFormat.DeadLetters);
        Assert.False(reader.TryRead(out _));
    }

    private static SegmentReader Reader(ISegmentFile file, SegmentFormat? format = null)
    {
        Assert.True(SegmentHeader.TryRead(file, out var header, out _));
        return new SegmentReader(file, format ?? SegmentFormat.Log, header);
    }

    private static ISegmentFile FileOf(byte[] bytes)
    {
        using var disk = new MemoryDisk();
        disk["segment"] = bytes;
        return disk.Open("segment");
    }

    private static void AssertReads(string[] texts, long end, HandmadeSegment segment)
    {
        AssertReads(texts, end, segment.Bytes);
        AssertReads(texts, end, [.. segment.Bytes, .. new byte[2 * BufferSize]]);
    }

    private static void AssertReads(string[] texts, long end, byte[] bytes)
    {
        using var file = FileOf(bytes);
        using var reader = Reader(file);
        foreach (string text in texts)
        {
            long next = reader.Next;
            Assert.True(reader.TryRead(out var record), $"Write {next} was not read.");
            Assert.Equal((RecordKind.Upsert, next, next + 1), (record.Kind, record.Sequence, reader.Next));
            Assert.True(System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(record.Payload.Span));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Equal(end, reader.Position);
        Assert.Equal(reader.Header.First + texts.Length, reader.Next);
    }

    /// <summary>Puts a proof at the end, and looks for it, with and without something behind.</summary>
    private static void AssertFound(HandmadeSegment segment, long sequence)
    {
        int at = segment.Length;
        byte[] bytes = segment.Proof(sequence).Bytes;
        Assert.Equal(at, ProofIn(bytes));
        Assert.Equal(at, ProofIn([.. bytes, .. new byte[BufferSize]]));
    }

    private static void AssertNotFound(HandmadeSegment segment)
    {
        Assert.Equal(-1, ProofIn(segment.Bytes));
        Assert.Equal(-1, ProofIn([.. segment.Bytes, .. new byte[BufferSize]]));
    }

    private static long ProofIn(byte[] bytes)
    {
        using var file = FileOf(bytes);
        using var reader = Reader(file);
        while (reader.TryRead(out _))
            continue;
        return reader.FindProofOfDamage();
    }

    /// <summary>A file of more bytes than an array has, nearly all of them zeros.</summary>
    private sealed class VastFile(byte[] start) : ISegmentFile
    {
        public long Length => 16L << 30;

        public int Read(Span<byte> buffer, long offset)
        {
            buffer.Clear();
            if (offset < start.Length)
                start.AsSpan((int)offset, (int)Math.Min(start.Length - offset, buffer.Length)).CopyTo(buffer);
            return buffer.Length;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset) => throw new NotSupportedException();

        public void SetLength(long length) => throw new NotSupportedException();

        public void Sync() => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing to let go.
        }
    }
}
