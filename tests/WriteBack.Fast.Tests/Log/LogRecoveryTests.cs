namespace WriteBack.Fast.Tests.Log;

public class LogRecoveryTests
{
    private const string LastOfOne = "0000000001.log";

    [Fact]
    public async Task What_was_logged_is_found_again_in_order_and_sequences_go_on()
    {
        var disk = new MemoryDisk();
        string[] texts = [.. Enumerable.Range(0, 500).Select(static number => $"write {number}")];
        long last;
        using (var script = LogScript.Open(disk))
        {
            foreach (string text in texts)
                await script.AppendAsync(text);
            last = script.Log.Last;
            Assert.True(disk.Files().Count > 3, "The test is about several segments.");
        }

        using var again = LogScript.Open(disk.Copy());
        Assert.Equal(texts, again.Found.Select(static found => found.Text));
        Assert.Equal(Enumerable.Range(1, 500).Select(static number => (long)number), again.Found.Select(static found => found.Sequence));
        Assert.True(again.Append("next") > last);
    }

    [Fact]
    public async Task Cut_at_any_byte_the_last_segment_gives_what_is_whole()
    {
        var (disk, texts) = await OneSegmentAsync(20);
        byte[] whole = disk[LastOfOne];
        int found = 0;
        int end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (int length = 0; length <= end; length++)
        {
            var cut = disk.Copy();
            cut[LastOfOne] = whole[..length];
            using var script = LogScript.Open(cut);
            Assert.Equal(texts.Take(script.Found.Count), script.Found.Select(static found => found.Text));
            Assert.InRange(script.Found.Count, found, found + 1);
            found = script.Found.Count;
        }

        Assert.Equal(texts.Length, found);
    }

    [Fact]
    public async Task A_flipped_bit_is_refused_or_costs_what_comes_after_it()
    {
        var (disk, texts) = await OneSegmentAsync(120);
        byte[] whole = disk[LastOfOne];
        int refused = 0;
        var random = new Random(1);
        int used = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (int round = 0; round < 2_000; round++)
        {
            var spoilt = disk.Copy();
            byte[] bytes = [.. whole];
            int bit = random.Next(used * 8);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            spoilt[LastOfOne] = bytes;
            try
            {
                var read = LogScript.Read(spoilt);
                Assert.Equal(texts.Take(read.Count), read);
            }
            catch (WriteAheadLogException exception)
            {
                refused++;
                Assert.Contains(LastOfOne, exception.Message, StringComparison.Ordinal);
                Assert.Equal(bytes, spoilt[LastOfOne]);
            }
        }

        // All of them was synced, and the last of all says so: only flips in such marks can go unnoticed.
        Assert.InRange(refused, 1_000, 2_000);
    }

    [Fact]
    public async Task Damage_to_what_was_synced_is_refused_by_file_and_offset_and_changes_nothing()
    {
        var (disk, _) = await OneSegmentAsync(20);
        byte[] bytes = disk[LastOfOne];
        int at = bytes.AsSpan().IndexOf("write 7"u8);
        bytes[at] ^= 1;
        disk[LastOfOne] = bytes;
        int operations = disk.Operations;
        var refusal = Assert.Throws<WriteAheadLogException>(() => LogScript.Open(disk));
        Assert.Contains(Path.Combine("memory", LastOfOne), refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"at byte {at - SegmentRecord.HeaderSize}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(operations, disk.Operations);
        Assert.Equal(bytes, disk[LastOfOne]);
    }

    [Fact]
    public async Task Damage_to_any_byte_of_an_earlier_segment_is_refused()
    {
        var disk = new MemoryDisk();
        using (var script = LogScript.Open(disk))
        {
            for (int number = 0; number < 200; number++)
                await script.AppendAsync($"write {number}");
        }

        string first = disk.Files().Order(StringComparer.Ordinal).First();
        byte[] whole = disk[first];

        // What follows its last write says what is synced, which is not needed when a segment follows.
        int end = whole.AsSpan().LastIndexOf("write"u8) + 7;
        for (int at = 0; at < end; at++)
        {
            var spoilt = disk.Copy();
            byte[] bytes = [.. whole];
            bytes[at] ^= 0x10;
            spoilt[first] = bytes;
            try
            {
                Assert.Equal(200, LogScript.Read(spoilt).Count);
                Assert.Fail($"Damage at byte {at} was not noticed.");
            }
            catch (WriteAheadLogException exception)
            {
                Assert.Contains(first, exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_missing_segment_is_refused()
    {
        var disk = new MemoryDisk();
        using (var script = LogScript.Open(disk))
        {
            for (int number = 0; number < 300; number++)
                await script.AppendAsync($"write {number}");
        }

        string[] segments = [.. disk.Files().Order(StringComparer.Ordinal)];
        Assert.True(segments.Length > 3);
        disk.Delete(segments[1]);
        var refusal = Assert.Throws<WriteAheadLogException>(() => LogScript.Read(disk));
        Assert.Contains(segments[1], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_of_another_segment_do_not_count()
    {
        var (disk, texts) = await OneSegmentAsync(20);
        var (other, _) = await OneSegmentAsync(40);
        byte[] bytes = disk[LastOfOne];
        int end = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        end = (end + 7) & ~7;
        other[LastOfOne].AsSpan(end).CopyTo(bytes.AsSpan(end));
        disk[LastOfOne] = bytes;
        Assert.Equal(texts, LogScript.Read(disk));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(0u)]
    public async Task Another_version_of_the_format_is_refused(uint version)
    {
        var (disk, _) = await OneSegmentAsync(3);
        byte[] bytes = disk[LastOfOne];
        BitConverter.GetBytes(version).CopyTo(bytes, 8);
        uint crc = ~Crc32C.Add(Crc32C.Start, bytes.AsSpan(0, 60));
        BitConverter.GetBytes(crc).CopyTo(bytes, 60);
        disk[LastOfOne] = bytes;
        var refusal = Assert.Throws<WriteAheadLogException>(() => LogScript.Read(disk));
        Assert.Contains($"version {version}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_of_recovery_at_any_step_twice_leaves_the_same()
    {
        var (torn, texts) = await OneSegmentAsync(20);
        byte[] bytes = torn[LastOfOne];
        int lastRecord = bytes.AsSpan().IndexOf("write 19"u8);
        torn[LastOfOne] = bytes[..(lastRecord + 3)];
        string[] expected = texts[..19];
        int steps = 0;
        for (int first = 0; ; first++)
        {
            var disk = torn.Copy();
            if (!DiesIn(disk, first))
                break;
            for (int second = 0; ; second++)
            {
                var again = disk.Copy();
                bool hasDied = DiesIn(again, second);
                Assert.Equal(expected, LogScript.Read(again));
                steps++;
                if (!hasDied)
                    break;
            }
        }

        Assert.True(steps > 20);
    }

    /// <summary>Opens a log on a disk that takes no more than so many operations.</summary>
    private static bool DiesIn(MemoryDisk disk, int operations)
    {
        int start = disk.Operations;
        disk.Fault = (number, _) => number - start >= operations ? new IOException("The process is gone.") : null;
        try
        {
            LogScript.Open(disk).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        finally
        {
            disk.Fault = null;
        }
    }

    private static async Task<(MemoryDisk Disk, string[] Texts)> OneSegmentAsync(int writes)
    {
        var disk = new MemoryDisk();
        string[] texts = [.. Enumerable.Range(0, writes).Select(static number => $"write {number}")];
        using (var script = LogScript.Open(disk, segmentBytes: 16 << 10))
        {
            foreach (string text in texts)
                await script.AppendAsync(text);
        }

        return (disk, texts);
    }
}
