namespace WriteBack.Fast.Tests.IO;

/// <summary>A header is read when it is whole, and its damage is told from its end.</summary>
public class SegmentHeaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("columns8")]
    [InlineData("columns of nine")]
    public void It_is_read_as_soon_as_all_of_it_is_there_and_what_is_written_is_the_same(string columns)
    {
        byte[] bytes = new HandmadeSegment(3, 4, 5, 2, 6, columns).Bytes;
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(TryRead(bytes[..length], out _, out string? fault));
            Assert.Null(fault);
        }

        Assert.True(TryRead(bytes, out var header, out string? none));
        Assert.Null(none);
        Assert.Equal((3, 4u, 5, 2, 6ul), (header.Number, header.Epoch, header.First, header.Previous, header.Salt));
        Assert.Equal(columns, System.Text.Encoding.UTF8.GetString(header.Columns.Span));
        Assert.Equal(bytes.Length, header.Size);

        // Over whatever was there; what follows is left alone.
        byte[] written = new byte[bytes.Length + 8];
        written.AsSpan().Fill(0xFF);
        header.Write(written);
        Assert.Equal([.. bytes, 255, 255, 255, 255, 255, 255, 255, 255], written);
    }

    [Fact]
    public void Any_bit_that_is_another_is_a_fault_that_says_where()
    {
        byte[] bytes = new HandmadeSegment().Bytes;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] spoilt = [.. bytes];
            spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(TryRead(spoilt, out _, out string? fault), $"Bit {bit} was not noticed.");
            string place = (bit / 8) switch
            {
                < 8 => "does not begin",
                < 64 => "header's checksum",
                _ => "columns' names",
            };
            Assert.Contains(place, fault, StringComparison.Ordinal);
        }
    }

    private static bool TryRead(byte[] bytes, out SegmentHeader header, out string? fault)
    {
        using var disk = new MemoryDisk();
        disk["segment"] = bytes;
        using var file = disk.Open("segment");
        return SegmentHeader.TryRead(file, out header, out fault);
    }
}
