
namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>Files of the form that dead letters had before they were in segments.</summary>
public class FormerLettersTests
{
    private const string First = "0000000001.letters";
    private const string Second = "0000000002.letters";
    private const string Segment = "0000000001.dead";
    private const int Torn = 9;
    private const int Damaged = 10;
    private const int NotWritten = 13;
    private const int WrittenAgain = 14;

    // Letters 1, 2, 3 and 4, of which the last is a remove. Then 2 is superseded, and 3 is gone.
    private static readonly byte[] Bytes = Convert.FromHexString(
        "39000000EF88ED679C0101C2000101CF089F7FF5F7B58000A474797065A76D657373616765C4119291A36B657992A475736572A4686974739101"
        + "92A47573657201"
        + "390000001C960E3F9C0102C2000201CF089F7FF5F7B58000A474797065A76D657373616765C4119291A36B657992A475736572A4686974739102"
        + "92A47573657201"
        + "390000004D9CAF089C0103C2000301CF089F7FF5F7B58000A474797065A76D657373616765C4119291A36B657992A475736572A4686974739103"
        + "92A47573657201"
        + "33000000DABF906E9C0104C2010402CF08DE49AB96B70080A474797065A76D657373616765C4119291A36B657992A475736572A4686974739104"
        + "C0"
        + "03000000E807AF71920202"
        + "030000009C1C6690920303");

    [Fact]
    public void Letters_are_read_and_written_anew_and_the_file_goes()
    {
        var disk = new MemoryDisk { [First] = Bytes };
        using var harness = new JournalHarness(disk);
        Assert.Equal([Segment], disk.Files());
        AssertAll(harness);
        harness.Reopen();
        AssertAll(harness);
        harness.Add(5);
        harness.Reopen();
        Assert.Equal([1, 2, 4, 5], harness.Queue.ToArray().Select(static letter => letter.Number));
        Assert.Equal([Segment], disk.Files());
        Assert.Empty(harness.Log.Ids);
    }

    [Fact]
    public void A_file_without_a_letter_goes()
    {
        var disk = new MemoryDisk { [First] = [] };
        using var harness = new JournalHarness(disk);
        Assert.Empty(disk.Files());
        Assert.Empty(harness.Log.Ids);
    }

    [Fact]
    public void A_torn_end_of_the_last_file_is_left_out_with_a_warning()
    {
        int whole = Bytes.Length - 2 * 11;
        for (int length = whole + 1; length < whole + 11; length++)
        {
            var disk = new MemoryDisk { [First] = Bytes[..length] };
            using var harness = new JournalHarness(disk);
            Assert.Equal([(1, false), (2, false), (3, false), (4, false)], harness.Letters);
            Assert.Equal([Segment], disk.Files());
            Assert.Equal([Torn], harness.Log.Ids);
            Assert.Contains($"cut {length - whole} bytes", harness.Log.MessageOf(Torn), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_file_is_put_aside_and_its_letters_are_marked()
    {
        byte[] spoilt = [.. Bytes];
        spoilt[70] ^= 1;
        var disk = new MemoryDisk { [First] = spoilt, [Second] = Bytes[130..195] };
        using var harness = new JournalHarness(disk);
        Assert.Equal([Segment, First + ".damaged"], disk.Files().Order());
        Assert.Equal([(1, true), (3, false)], harness.Letters);
        Assert.Equal([Damaged], harness.Log.Ids);
        Assert.Contains($"{First}' are damaged at byte 65", harness.Log.MessageOf(Damaged), StringComparison.Ordinal);
        harness.Reopen();
        Assert.Equal([(1, true), (3, false)], harness.Letters);
    }

    [Fact]
    public void While_the_letters_cannot_be_written_anew_the_file_stays()
    {
        bool isFull = true;
        var disk = new MemoryDisk { [First] = Bytes };
        disk.Fault = (_, kind) => isFull && kind == DiskOperation.Write ? new IOException("ENOSPC") : null;
        using var harness = new JournalHarness(disk);
        AssertAll(harness);
        Assert.Equal(Bytes, disk[First]);
        harness.Remove(1);
        Assert.False(harness.Journal.Commit());
        Assert.Equal([NotWritten], harness.Log.Ids);

        isFull = false;
        Assert.True(harness.Journal.Commit());
        Assert.Equal([NotWritten, WrittenAgain], harness.Log.Ids);
        Assert.Equal([Segment], disk.Files());
        harness.Reopen();
        Assert.Equal([(2, true), (4, false)], harness.Letters);
    }

    [Fact]
    public void Whatever_a_power_loss_leaves_all_letters_are_found()
    {
        var disk = new MemoryDisk();
        disk.Keep(First, Bytes);
        int first = disk.Operations;
        using (new JournalHarness(disk))
        {
        }

        Assert.True(disk.Operations > first + 8);
        for (int operations = first; operations <= disk.Operations; operations++)
        {
            for (int image = 0; image < 10; image++)
            {
                using var harness = new JournalHarness(disk.AfterPowerLoss(operations, new Random(operations * 10 + image)));
                AssertAll(harness);
                Assert.Empty(harness.Log.Ids.Except([Torn]));
                harness.Reopen();
                AssertAll(harness);
            }
        }
    }

    private static void AssertAll(JournalHarness harness)
    {
        var error = new DeadLetterError("type", "message");
        Assert.Equal(
            [
                (new DeadLetter<long, Session>(1, new Session("user", 1), WriteKind.Upsert, 1, 1, error, DateTimeOffset.UnixEpoch), false),
                (new DeadLetter<long, Session>(2, new Session("user", 1), WriteKind.Upsert, 2, 1, error, DateTimeOffset.UnixEpoch), true),
                (new DeadLetter<long, Session>(4, null!, WriteKind.Delete, 4, 2, error, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), false),
            ],
            harness.Queue.ToArray().Select(static letter => (letter.Content, letter.IsSuperseded)));
    }
}
