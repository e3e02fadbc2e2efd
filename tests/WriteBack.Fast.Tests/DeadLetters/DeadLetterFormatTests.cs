using System.Buffers.Binary;

namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>The bytes of a segment of dead letters, which disks of users have.</summary>
public class DeadLetterFormatTests
{
    private const string Name = "0000000001.dead";

    // Letters 1 and 2, of which the second is a remove. Then 1 is superseded, and 2 is gone.
    private static readonly byte[] Segment = Convert.FromHexString(
        "5742464153544C4701000000000000000100000000000000010000000000000000000000000000004ED48CD4DD579640"
        + "1100000030F0737100000000495CE9B39291A36B657992A475736572A46869747300000000000000"
        + "25000000406FD67F010000000000000004000100000000009A01C2000101CF089F7FF5F7B58000A474797065A76D657373616765910192A4"
        + "7573657201000000"
        + "1F00000056DD930E020000000000000004000100000000009A02C2010203CF08DE49AB96B70080A474797065A76D6573736167659102C000"
        + "000000001B84C2E002000000000000000300010000000000"
        + "0200000059D2CCCB030000000000000005000100000000009101000000000000"
        + "02000000EB353B54040000000000000006000100000000009102000000000000"
        + "000000004EF549AD04000000000000000300010000000000");

    [Fact]
    public void A_segment_is_read_as_what_it_was_written_as()
    {
        using var harness = new JournalHarness(new MemoryDisk { [Name] = Segment });
        var letter = Assert.Single(harness.Queue.ToArray());
        Assert.Equal((1, true, First), (letter.Number, letter.IsSuperseded, letter.Content));
        Assert.Empty(harness.Log.Ids);
    }

    [Fact]
    public void A_segment_is_written_as_ever_but_for_its_salt()
    {
        var disk = new MemoryDisk();
        using var harness = new JournalHarness(disk);
        harness.Queue.Add(First);
        harness.Queue.Add(Second);
        harness.Journal.Commit();
        harness.Supersede(1);
        harness.Remove(2);
        harness.Journal.Commit();
        Assert.Equal(WithoutSalt(Segment), WithoutSalt(disk[Name]));
    }

    private static DeadLetter<long, Session> First => new(
        1, new Session("user", 1), WriteKind.Upsert, 1, 1, new DeadLetterError("type", "message"), DateTimeOffset.UnixEpoch);

    private static DeadLetter<long, Session> Second => new(
        2, null!, WriteKind.Delete, 2, 3, new DeadLetterError("type", "message"), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>A segment with zeros for its salt and for the checksums that this is in.</summary>
    private static byte[] WithoutSalt(byte[] segment)
    {
        byte[] bytes = [.. segment];
        bytes.AsSpan(40, 8).Clear();
        bytes.AsSpan(60, 4).Clear();
        for (int at = 64 + Padded(bytes, 48); at < bytes.Length; at += SegmentRecord.HeaderSize + Padded(bytes, at))
            bytes.AsSpan(at + 4, 4).Clear();
        return bytes;
    }

    private static int Padded(byte[] bytes, int at) => (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) + 7) & ~7;
}
