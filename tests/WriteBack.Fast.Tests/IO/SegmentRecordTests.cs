namespace WriteBack.Fast.Tests.IO;

/// <summary>What passes as a record: one that was written whole, at this place of this segment, by a version that is known.</summary>
public class SegmentRecordTests
{
    private const int At = 72;

    [Theory]
    [InlineData(0, 24)]
    [InlineData(1, 32)]
    [InlineData(7, 32)]
    [InlineData(8, 32)]
    [InlineData(9, 40)]
    public void A_record_is_its_header_and_its_payload_filled_up_to_eight_bytes(int payload, int size)
    {
        Assert.Equal(size, SegmentRecord.SizeFor(payload));
        byte[] bytes = RecordOf(new HandmadeSegment().Record(HandmadeSegment.Upsert, 1, new byte[payload]));
        Assert.Equal(size, bytes.Length);
        Assert.Equal(size, SegmentRecord.SizeOf(bytes));
        Assert.True(SegmentRecord.TryRead(bytes, HandmadeSegment.Salt, At, out var record));
        Assert.Equal(payload, record.Payload.Length);
    }

    [Fact]
    public void Bytes_behind_a_record_are_not_its_own_and_bytes_it_lacks_make_it_none()
    {
        byte[] bytes = RecordOf(new HandmadeSegment().Write(1, "a text"));
        Assert.True(SegmentRecord.TryRead((byte[])[.. bytes, 1, 2, 3], HandmadeSegment.Salt, At, out var record));
        Assert.Equal("a text"u8, record.Payload.Span);
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(SegmentRecord.TryRead(bytes.AsMemory(0, length), HandmadeSegment.Salt, At, out _));
    }

    [Fact]
    public void Any_bit_that_is_another_makes_it_none()
    {
        byte[] bytes = RecordOf(new HandmadeSegment().Write(1, "a text"));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] spoilt = [.. bytes];
            spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SegmentRecord.TryRead(spoilt, HandmadeSegment.Salt, At, out _), $"Bit {bit} was not noticed.");
        }
    }

    [Fact]
    public void Another_place_and_another_segment_have_no_use_for_it()
    {
        byte[] bytes = RecordOf(new HandmadeSegment().Write(1, "a text"));
        Assert.False(SegmentRecord.TryRead(bytes, HandmadeSegment.Salt, At + 8, out _));
        Assert.False(SegmentRecord.TryRead(bytes, HandmadeSegment.Salt + 1, At, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Another_version_of_the_format_is_not_guessed(ushort version) =>
        Assert.False(SegmentRecord.TryRead(
            RecordOf(new HandmadeSegment().Record(HandmadeSegment.Upsert, 1, [], version)), HandmadeSegment.Salt, At, out _));

    private static byte[] RecordOf(HandmadeSegment segment) => segment.Bytes[At..];
}
