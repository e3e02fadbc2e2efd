namespace WriteBack.Fast.Tests.Log;

/// <summary>The bytes of version 1, which logs on disks of users have.</summary>
public class LogFormatTests
{
    private const ulong Salt = 0x1122_3344_5566_7788;
    private const int FirstAt = 72;
    private const int SecondAt = 104;
    private const int ThirdAt = 136;

    private static readonly byte[] Segment = Convert.FromHexString(
        "5742464153544C47010000000200000007000000000000001F000000000000001E000000000000008877665544332211"
        + "07000000AD231B1E00000000B3D0BF48636F6C756D6E7300"
        + "050000004FC912CA1F00000000000000010001000200000068656C6C6F000000"
        + "08000000CFFEBB1F2000000000000000020001000200000064656C6574656421"
        + "000000002709693420000000000000000300010002000000");

    [Fact]
    public void A_segment_is_read_as_what_it_was_written_as()
    {
        var disk = new MemoryDisk { ["0000000007.log"] = Segment };
        var recovery = new LogRecovery(disk);
        recovery.Verify();
        Assert.Equal(
            [(7L, "columns", WriteKind.Upsert, 31L, "hello"), (7L, "columns", WriteKind.Delete, 32L, "deleted!")],
            recovery.ReadAll().Select(static read => (
                read.Header.Number, Text(read.Header.Columns), read.Record.Kind, read.Record.Sequence, Text(read.Record.Payload))));
        Assert.Equal((0, 32), (recovery.TornBytes, recovery.Last));
    }

    [Fact]
    public void A_segment_is_written_byte_for_byte_as_ever()
    {
        byte[] written = new byte[Segment.Length];
        var header = new SegmentHeader(7, 2, 31, 30, Salt, "columns"u8.ToArray());
        header.Write(written);
        Write(written.AsSpan(FirstAt..SecondAt), FirstAt, "hello"u8, 31, RecordKind.Upsert);
        Write(written.AsSpan(SecondAt..ThirdAt), SecondAt, "deleted!"u8, 32, RecordKind.Delete);
        Write(written.AsSpan(ThirdAt..), ThirdAt, [], 32, RecordKind.Synced);
        Assert.Equal(FirstAt, header.Size);
        Assert.Equal(Segment, written);
    }

    [Fact]
    public void A_record_of_another_use_is_no_record_of_the_log()
    {
        byte[] bytes = [.. Segment];
        Write(bytes.AsSpan(FirstAt..SecondAt), FirstAt, "hello"u8, 31, RecordKind.LetterAdded);
        var refusal = Assert.Throws<WriteAheadLogException>(() => new LogRecovery(new MemoryDisk { ["0000000007.log"] = bytes }).Verify());
        Assert.Contains($"at byte {FirstAt}", refusal.Message, StringComparison.Ordinal);
    }

    private static void Write(Span<byte> record, long at, ReadOnlySpan<byte> payload, long sequence, RecordKind kind)
    {
        payload.CopyTo(record[SegmentRecord.HeaderSize..]);
        SegmentRecord.WriteHeader(record, payload.Length, sequence, kind, 2);
        SegmentRecord.Seal(record, Salt, at);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);
}
