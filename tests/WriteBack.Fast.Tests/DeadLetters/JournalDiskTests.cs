
namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>The journal over a disk that fails, or loses its power, at any operation.</summary>
public class JournalDiskTests
{
    private const int Torn = 9;
    private const int NotWritten = 13;
    private const int WrittenAgain = 14;
    private const int ImagesPerOperation = 4;
    private const string Segment = "0000000001.dead";

    [Fact]
    public void Whatever_a_power_loss_leaves_what_was_committed_is_found()
    {
        var disk = new MemoryDisk();
        List<(int Operations, Dictionary<long, bool> Letters)> committed = [(0, [])];
        using (var harness = new JournalHarness(disk))
        {
            JournalScript.Run(harness, () =>
            {
                Assert.True(harness.Journal.Commit());
                committed.Add((disk.Operations, harness.Letters.ToDictionary()));
            });
        }

        for (int operations = 0; operations <= disk.Operations; operations++)
        {
            int last = committed.FindLastIndex(commit => commit.Operations <= operations);
            var (before, after) = (committed[last].Letters, committed[Math.Min(last + 1, JournalScript.Commits)].Letters);
            for (int image = 0; image < ImagesPerOperation; image++)
            {
                var left = disk.AfterPowerLoss(operations, new Random(operations * ImagesPerOperation + image));
                using var harness = new JournalHarness(left);
                AssertBetween(before, after, harness.Letters.ToDictionary());
                Assert.Empty(harness.Log.Ids.Except([Torn]));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whichever_operation_fails_all_is_found_once_a_commit_succeeds(bool isShort)
    {
        var undisturbed = new MemoryDisk();
        using var expected = new JournalHarness(undisturbed);
        JournalScript.Run(expected, () => expected.Journal.Commit());
        for (int failing = 0; failing < undisturbed.Operations; failing++)
        {
            int position = failing;
            var disk = new MemoryDisk { WritesShort = isShort };
            disk.Fault = (number, _) => number == position ? new IOException("EIO") : null;
            using var harness = new JournalHarness(disk);
            JournalScript.Run(harness, () =>
            {
                if (!harness.Journal.Commit())
                    Assert.True(harness.Journal.Commit());
            });
            harness.Reopen();
            Assert.Equal(expected.Letters, harness.Letters);
            Assert.Empty(harness.Log.Ids.Except([NotWritten, WrittenAgain, Torn]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disk_that_fails_for_two_operations_leaves_no_damage(bool isShort)
    {
        // The second is the cut back to what was synced, so that the next commit is in another segment.
        var undisturbed = new MemoryDisk();
        using var expected = new JournalHarness(undisturbed);
        JournalScript.Run(expected, () => expected.Journal.Commit());
        for (int failing = 0; failing < undisturbed.Operations; failing++)
        {
            int position = failing;
            var disk = new MemoryDisk { WritesShort = isShort };
            disk.Fault = (number, _) => number == position || number == position + 1 ? new IOException("EIO") : null;
            using var harness = new JournalHarness(disk);
            JournalScript.Run(harness, () =>
            {
                for (int tries = 1; !harness.Journal.Commit(); tries++)
                    Assert.True(tries < 3);
            });
            harness.Reopen();
            Assert.Equal(expected.Letters, harness.Letters);
            Assert.Empty(harness.Log.Ids.Except([NotWritten, WrittenAgain, Torn]));
        }
    }

    [Fact]
    public void What_a_killed_process_did_not_sync_is_synced_once_it_is_read()
    {
        var disk = new MemoryDisk();
        using var killed = new JournalHarness(disk);
        killed.Add(1);
        Assert.True(killed.Journal.Commit());
        killed.Supersede(1);
        disk.Fault = static (_, kind) => kind is DiskOperation.Sync or DiskOperation.SetLength ? new IOException("EIO") : null;
        Assert.False(killed.Journal.Commit());
        disk.Fault = null;
        using var next = new JournalHarness(disk);
        Assert.Equal([(1, true)], next.Letters);
        for (int image = 0; image < 20; image++)
        {
            using var left = new JournalHarness(disk.AfterPowerLoss(disk.Operations, new Random(image)));
            Assert.Equal([(1, true)], left.Letters);
        }
    }

    [Fact]
    public void A_missing_segment_marks_the_letters_before_it()
    {
        var disk = new MemoryDisk();
        using var harness = new JournalHarness(disk);
        string large = new('x', 3 << 20);
        foreach (int key in Enumerable.Range(1, 3))
            harness.Add(key, large);
        harness.Journal.Commit();
        harness.Reopen(() => disk.Delete("0000000002.dead"));
        Assert.Equal([(1, true), (3, false)], harness.Letters);
        harness.Reopen();
        Assert.Equal([(1, true), (3, false)], harness.Letters);
    }

    [Fact]
    public void A_power_loss_before_a_damaged_segment_is_put_aside_hides_no_damage()
    {
        var whole = new MemoryDisk();
        using (var harness = new JournalHarness(whole))
        {
            harness.Add(1);
            harness.Add(2);
            harness.Journal.Commit();
        }

        byte[] bytes = whole[Segment];
        bytes[^(SegmentRecord.HeaderSize + 1)] ^= 1;
        var disk = new MemoryDisk();
        disk.Keep(Segment, bytes);
        int first = disk.Operations;
        using (new JournalHarness(disk))
            Assert.Equal([Segment + ".damaged", "0000000002.dead"], disk.Files().Order(StringComparer.Ordinal));
        for (int operations = first; operations <= disk.Operations; operations++)
        {
            for (int image = 0; image < ImagesPerOperation; image++)
            {
                using var harness = new JournalHarness(disk.AfterPowerLoss(operations, new Random(operations * ImagesPerOperation + image)));
                Assert.Equal([(1, true)], harness.Letters);
            }
        }
    }

    [Fact]
    public void Each_change_of_a_name_is_synced_at_once()
    {
        var disk = new MemoryDisk();
        disk.Keep(Segment, "rubbish"u8.ToArray());
        disk.Keep("0000000001.letters", []);
        disk.Keep("0000000002.letters", new byte[100]);
        disk.Keep("0000000003.letters", []);
        int first = disk.Operations;
        using var harness = new JournalHarness(disk);
        JournalScript.Run(harness, () => harness.Journal.Commit());
        int[] changes =
        [
            .. Enumerable.Range(first, disk.Operations - first)
                .Where(operation => disk[operation] is DiskOperation.Rename or DiskOperation.Delete),
        ];
        Assert.Equal(8, changes.Length);
        Assert.All(changes, operation => Assert.Equal(DiskOperation.SyncNames, disk[operation + 1]));
    }

    private static void AssertBetween(Dictionary<long, bool> before, Dictionary<long, bool> after, Dictionary<long, bool> found)
    {
        // What both have is there, and what neither has is not. A mark that was committed stays, and none is made up.
        Assert.Subset(before.Keys.Union(after.Keys).ToHashSet(), found.Keys.ToHashSet());
        Assert.Subset(found.Keys.ToHashSet(), before.Keys.Intersect(after.Keys).ToHashSet());
        foreach (var (key, isSuperseded) in found)
        {
            bool[] marks = [.. new[] { before, after }.Where(letters => letters.ContainsKey(key)).Select(letters => letters[key])];
            Assert.Contains(isSuperseded, marks);
        }
    }
}
