using System.Buffers.Binary;

namespace WriteBack.Fast.Tests.DeadLetters;

public sealed class DeadLetterJournalTests : IDisposable
{
    private const int Torn = 9;
    private const int Damaged = 10;
    private const int NotWritten = 13;
    private const int WrittenAgain = 14;

    private readonly JournalHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void Letters_and_what_became_of_them_outlive_the_queue()
    {
        foreach (int key in Enumerable.Range(1, 4))
            _harness.Add(key);
        _harness.Journal.Commit();
        _harness.Supersede(2);
        Remove(3);
        _harness.Reopen();
        Assert.Equal([(1, false), (2, true), (4, false)], Letters);
        var content = _harness.Queue.ToArray()[0].Content;
        Assert.Equal(
            new DeadLetter<long, Session>(
                1, new Session("user", 1), WriteKind.Upsert, 1, 1, new DeadLetterError("type", "message"), DateTimeOffset.UnixEpoch),
            content);
        Assert.Empty(_harness.Log.Ids);
    }

    [Fact]
    public void Numbers_go_on_where_they_ended()
    {
        _harness.Add(1);
        _harness.Add(2);
        _harness.Journal.Commit();
        Remove(2);
        _harness.Reopen();
        _harness.Add(3);
        _harness.Reopen();
        Assert.Equal([1, 3], _harness.Queue.ToArray().Select(static letter => letter.Number));
        Assert.Single(_harness.Segments);
    }

    [Fact]
    public void A_replayed_write_that_was_overwritten_before_its_flight_marks_its_letter()
    {
        _harness.Add(1);
        Assert.Equal(WriteOutcome.Accepted, _harness.Queue.BeginReplay(_harness.Queue.ToArray()[0], isPinned: false));
        _harness.Supersede(1);
        _harness.Reopen();
        Assert.Equal([(1, true)], Letters);
    }

    [Fact]
    public void A_record_that_is_cut_anywhere_is_cut_off_with_a_warning()
    {
        _harness.Add(1);
        _harness.Journal.Commit();
        string file = Assert.Single(_harness.Segments);
        long whole = new FileInfo(file).Length;
        _harness.Add(2);
        _harness.Journal.Commit();
        byte[] bytes = File.ReadAllBytes(file);
        int proof = bytes.Length - SegmentRecord.HeaderSize;
        for (int length = (int)whole + 1; length < proof; length++)
        {
            int cut = length;
            _harness.Reopen(() => File.WriteAllBytes(file, bytes[..cut]));
            Assert.Equal([(1, false)], Letters);
            Assert.Equal(whole, new FileInfo(file).Length);
        }

        Assert.Equal(Enumerable.Repeat(Torn, proof - (int)whole - 1), _harness.Log.Ids);
        _harness.Reopen(() => File.WriteAllBytes(file, bytes[..^1]));
        Assert.Equal([(1, false), (2, false)], Letters);
        Assert.Equal(proof, new FileInfo(file).Length);
    }

    [Fact]
    public void A_bit_that_is_flipped_costs_no_letter_before_it_and_is_never_taken_for_truth()
    {
        var disk = new MemoryDisk();
        using var harness = new JournalHarness(disk);
        foreach (int key in Enumerable.Range(1, 3))
            harness.Add(key);
        harness.Journal.Commit();
        string first = Assert.Single(disk.Files());
        byte[] bytes = disk[first];
        int proof = bytes.Length - SegmentRecord.HeaderSize;
        int header = 64 + ((BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(48)) + 7) & ~7);
        int record = (proof - header) / 3;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            int flipped = bit;
            harness.Reopen(() =>
            {
                foreach (string file in disk.Files())
                    disk.Delete(file);
                byte[] copy = [.. bytes];
                copy[flipped / 8] ^= (byte)(1 << flipped % 8);
                disk[first] = copy;
            });
            int whole = bit / 8 < header ? 0 : (bit / 8 - header) / record;
            bool isTail = whole == 3;
            Assert.Equal(Enumerable.Range(1, whole).Select(key => ((long)key, !isTail)), harness.Letters);
            Assert.Equal(isTail ? 0 : 1, disk.Files().Count(static file => file.EndsWith(".damaged", StringComparison.Ordinal)));
            Assert.Equal(isTail ? Torn : Damaged, harness.Log.Ids.Last());
        }
    }

    [Fact]
    public void Damage_in_one_segment_leaves_the_others_and_their_marks()
    {
        string large = new('x', 3 << 20);
        _harness.Add(1, large);
        _harness.Add(2, large);
        _harness.Add(22);
        _harness.Add(3, large);
        _harness.Journal.Commit();
        Remove(1);
        _harness.Journal.Commit();
        Assert.Equal(2, _harness.Segments.Length);
        string damaged = _harness.Segments[0];
        _harness.Reopen(() =>
        {
            byte[] bytes = File.ReadAllBytes(damaged);
            bytes[^1] ^= 1;
            File.WriteAllBytes(damaged, bytes);
        });
        Assert.Equal([(2, true), (3, false)], Letters);
        Assert.Contains(damaged, _harness.Log.MessageOf(Damaged), StringComparison.Ordinal);
        Assert.Equal([damaged + ".damaged"], _harness.Files("*.damaged"));
        _harness.Reopen();
        Assert.Equal([(2, true), (3, false)], Letters);
    }

    [Fact]
    public void While_the_disk_fails_letters_are_in_memory_and_then_on_disk()
    {
        _harness.Add(1);
        _harness.Journal.Commit();
        _harness.IsFaulty = true;
        foreach (int key in Enumerable.Range(2, 3))
        {
            _harness.Add(key);
            Assert.False(_harness.Journal.Commit());
        }

        Remove(3);
        Assert.Equal([NotWritten], _harness.Log.Ids);
        Assert.Equal(3, _harness.Queue.Count);
        _harness.IsFaulty = false;
        Assert.True(_harness.Journal.Commit());
        Assert.Equal([NotWritten, WrittenAgain], _harness.Log.Ids);
        _harness.Reopen();
        Assert.Equal([1, 2, 4], Letters.Select(static letter => letter.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_went_while_the_disk_failed_stays_away(bool hasOthers)
    {
        if (hasOthers)
        {
            _harness.Add(1);
            Assert.True(_harness.Journal.Commit());
        }

        _harness.Add(2);
        _harness.IsSyncFaulty = true;
        Assert.False(_harness.Journal.Commit());
        Remove(2);
        _harness.IsSyncFaulty = false;
        Assert.True(_harness.Journal.Commit());
        _harness.Reopen();
        Assert.Equal(hasOthers ? [1] : [], Letters.Select(static letter => letter.Key));
    }

    [Fact]
    public void A_letter_that_goes_while_its_segment_is_dropped_stops_nothing()
    {
        string large = new('x', 3 << 20);
        for (int key = 1; key <= 21; key++)
        {
            _harness.Add(key, large);
            Assert.True(_harness.Journal.Commit());
        }

        _harness.Add(100, large);
        _harness.OnSync = () => Remove(1);
        Assert.True(_harness.Journal.Commit());
        Assert.True(_harness.Journal.Commit());
        _harness.Reopen();
        Assert.DoesNotContain(1, Letters.Select(static letter => letter.Key));
        Assert.Contains(100, Letters.Select(static letter => letter.Key));
    }

    [Fact]
    public void A_segment_that_cannot_be_deleted_keeps_those_after_it()
    {
        string large = new('x', 3 << 20);
        for (int key = 1; key <= 3; key++)
        {
            _harness.Add(key, large);
            _harness.Journal.Commit();
        }

        string[] before = _harness.Segments;
        _harness.IsDeleteFaulty = true;
        Remove(1);
        Remove(2);
        _harness.Journal.Commit();
        Assert.Equal(before, _harness.Segments.Intersect(before));
        _harness.IsDeleteFaulty = false;
        _harness.Add(4);
        Assert.True(_harness.Journal.Commit());
        Assert.DoesNotContain(before[0], _harness.Segments);
        _harness.Reopen();
        Assert.Equal([3, 4], Letters.Select(static letter => letter.Key));
    }

    [Fact]
    public void Files_are_bounded_and_the_oldest_letters_go()
    {
        const int letters = 30;
        string large = new('x', 3 << 20);
        foreach (int key in Enumerable.Range(1, letters))
        {
            _harness.Add(key, large);
            _harness.Journal.Commit();
        }

        long bytes = _harness.Segments.Sum(static file => new FileInfo(file).Length);
        Assert.InRange(bytes, DeadLetterSegments.MaxBytes / 2, DeadLetterSegments.MaxBytes);
        long[] kept = [.. Letters.Select(static letter => letter.Key)];
        Assert.Equal(Enumerable.Range(letters - kept.Length + 1, kept.Length).Select(static key => (long)key), kept);
        Assert.Single(_harness.Log.Ids, 4);
        _harness.Reopen();
        Assert.Equal(kept, Letters.Select(static letter => letter.Key));
    }

    [Fact]
    public void Segments_without_letters_are_deleted()
    {
        string large = new('x', 3 << 20);
        foreach (int key in Enumerable.Range(1, 5))
            _harness.Add(key, large);
        _harness.Journal.Commit();
        Assert.Equal(5, _harness.Segments.Length);
        string[] segments = _harness.Segments;
        Remove(1);
        Remove(2);
        Remove(4);
        _harness.Journal.Commit();
        Assert.Equal(segments[2..], _harness.Segments);
        _harness.Reopen();
        Assert.Equal([3, 5], Letters.Select(static letter => letter.Key));
    }

    [Fact]
    public void Files_are_for_their_owner_alone()
    {
        _harness.Add(1);
        _harness.Journal.Commit();
        foreach (string file in _harness.Files("*"))
        {
            // Windows has no file modes.
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private IEnumerable<(long Key, bool IsSuperseded)> Letters => _harness.Letters;

    private void Remove(long key) => _harness.Remove(key);
}
