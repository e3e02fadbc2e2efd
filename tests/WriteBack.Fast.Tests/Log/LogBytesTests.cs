using System.Buffers.Binary;

namespace WriteBack.Fast.Tests.Log;

/// <summary>What is on disk is the documented format, byte for byte, and that is what is read.</summary>
public class LogBytesTests
{
    private const string Columns = "the names of columns";
    private const long Skipped = 1L << 40;

    [Fact]
    public async Task A_log_on_disk_is_the_documented_format()
    {
        var disk = new MemoryDisk();
        using (var script = LogScript.Open(disk))
        {
            foreach (string text in Texts)
                await script.AppendAsync(text);
        }

        byte[] bytes = disk["0000000001.log"];
        var expected = Written(number: 1, epoch: 0, first: 1, previous: 0, SaltOf(bytes));
        Assert.Equal(expected.Bytes, bytes[..expected.Length]);

        // What the segment may still take is there as zeros.
        Assert.Equal(LogScript.SmallSegment, bytes.Length);
        Assert.False(bytes.AsSpan(expected.Length).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public async Task The_next_run_writes_a_segment_of_its_own_that_says_what_came_before()
    {
        var disk = new MemoryDisk();
        LogScript.Open(disk).Dispose();
        using (var script = LogScript.Open(disk))
            await script.AppendAsync("before");
        using (var script = LogScript.Open(disk))
        {
            foreach (string text in Texts)
                await script.AppendAsync(text);
        }

        byte[] bytes = disk["0000000003.log"];
        var expected = Written(number: 3, epoch: 2, first: 2 * Skipped, previous: Skipped, SaltOf(bytes));
        Assert.Equal(expected.Bytes, bytes[..expected.Length]);
        Assert.NotEqual(SaltOf(disk["0000000002.log"]), SaltOf(bytes));

        // The segment before was cut off after its last record.
        var before = new HandmadeSegment(2, epoch: 1, first: Skipped, previous: 0, SaltOf(disk["0000000002.log"]), Columns);
        Assert.Equal(before.Write(Skipped, "before").Proof(Skipped).Bytes, disk["0000000002.log"]);
    }

    [Fact]
    public void A_log_in_the_documented_format_is_read()
    {
        var disk = new MemoryDisk();
        new HandmadeSegment(number: 4, epoch: 7, first: 20, previous: 9)
            .Write(20, "one").Proof(20).Record(HandmadeSegment.Delete, 21, "key"u8.ToArray()).Write(22, "").PutOn(disk);
        var recovery = new LogRecovery(disk);
        recovery.Verify();
        var read = recovery.ReadAll().Select(static read =>
            (read.Header.Number, read.Header.Epoch, read.Record.Kind, read.Record.Sequence, System.Text.Encoding.UTF8.GetString(read.Record.Payload.Span)));
        Assert.Equal(
            [
                (4, 7u, WriteKind.Upsert, 20, "one"),
                (4, 7u, WriteKind.Delete, 21, "key"),
                (4, 7u, WriteKind.Upsert, 22, ""),
            ],
            read);
        Assert.Equal((22, 3, 0), (recovery.Last, recovery.Records, recovery.TornBytes));
        Assert.Equal("columns"u8, recovery.ReadAll().First().Header.Columns.Span);
    }

    private static string[] Texts => ["one", "", "eight888", "nine99999"];

    /// <summary>Each text was awaited, so what is synced is written down after each.</summary>
    private static HandmadeSegment Written(long number, uint epoch, long first, long previous, ulong salt)
    {
        var segment = new HandmadeSegment(number, epoch, first, previous, salt, Columns);
        foreach (string text in Texts)
        {
            segment.Write(first, text).Proof(first);
            first++;
        }

        return segment;
    }

    private static ulong SaltOf(byte[] segment) => BinaryPrimitives.ReadUInt64LittleEndian(segment.AsSpan(40));
}
