namespace WriteBack.Fast;

// The first pass reads all records and changes nothing: the segments have to follow each other without a gap, and each
// but the last has to reach up to the next. Where the last one ends early nothing is lost that was ever synced, unless
// some later record proves that it was (SegmentReader.FindProofOfDamage). Only then is the tail cut off, and the records
// are applied in a second pass.

/// <summary>Reads what an earlier run has left in the log.</summary>
internal sealed class LogRecovery(ILogDisk disk)
{
    // More writes than can be on their way to the disk. Versions that the store may have seen, of writes that the log
    // has lost, are not given again.
    private const long SequencesSkipped = 1 << 24;

    private readonly List<(SegmentHeader Header, long End, long Last)> _segments = [];
    private long _tornFrom = -1;
    private long _unreadable;

    /// <summary>Bytes at the end of the last segment that are no whole record.</summary>
    public long TornBytes { get; private set; }

    /// <summary>The last sequence in the log; 0 for none.</summary>
    public long Last { get; private set; }

    /// <summary>Records of writes in the log.</summary>
    public long Records { get; private set; }

    /// <summary>Reads all of the log, and changes nothing.</summary>
    /// <exception cref="WriteAheadLogException">It is damaged.</exception>
    public void Verify()
    {
        long[] numbers = [.. NumbersOf(disk)];
        for (int segment = 0; segment < numbers.Length; segment++)
            Verify(numbers[segment], isLast: segment == numbers.Length - 1);
    }

    /// <summary>Cuts off what follows the last record, and removes a segment that was never completed.</summary>
    public void Clean()
    {
        foreach (string name in disk.Files().Where(SegmentName.IsMaking))
            disk.Delete(name);
        if (_unreadable > 0)
            disk.Delete(SegmentName.Of(_unreadable));
        if (_tornFrom < 0)
            return;
        using var file = disk.Open(SegmentName.Of(LastNumber));
        file.SetLength(_tornFrom);
        file.Sync();
    }

    /// <summary>Shows each record of a write, in order, with the header of its segment.</summary>
    public IEnumerable<(SegmentHeader Header, LogRecord Record)> ReadAll()
    {
        foreach (var (header, _, last) in _segments)
        {
            using var file = disk.Open(SegmentName.Of(header.Number));
            using var reader = new SegmentReader(file, header);
            while (reader.Next <= last && reader.TryRead(out var record))
                yield return (header, record);
        }
    }

    /// <summary>The segments to write to from now on, after those that were read.</summary>
    /// <param name="segmentSize">How large they may become.</param>
    /// <param name="columns">The names of the columns in what will be written.</param>
    public LogSegments Begin(long segmentSize, ReadOnlyMemory<byte> columns)
    {
        var segments = new LogSegments(disk, segmentSize, columns);
        segments.Adopt(_segments.Select(static segment =>
            new SealedSegment(segment.Header.Number, segment.Header.First, segment.Last, segment.End)));
        uint epoch = _segments.Count == 0 ? 0 : _segments[^1].Header.Epoch + 1;
        segments.Begin(LastNumber + 1, epoch, FirstToGive, Last);
        return segments;
    }

    /// <summary>The sequence that the next write gets.</summary>
    public long FirstToGive => _segments.Count == 0 ? 1 : Last + SequencesSkipped;

    private long LastNumber => _segments.Count == 0 ? 0 : _segments[^1].Header.Number;

    /// <summary>The numbers of a log's segments, in ascending order.</summary>
    private static IEnumerable<long> NumbersOf(ILogDisk disk) => disk.Files()
        .Select(static name => SegmentName.TryParse(name, out long number) ? number : 0)
        .Where(static number => number > 0)
        .Order();

    private void Verify(long number, bool isLast)
    {
        using var file = disk.Open(SegmentName.Of(number));
        if (!SegmentHeader.TryRead(file, out var header, out string? fault) && fault is null && isLast)
        {
            // Too short for what says how to read it, so nothing is left of it.
            (TornBytes, _unreadable) = (file.Length, number);
            return;
        }

        if (header.Number != number)
            throw Damaged(number, 0, fault ?? (header.Number == 0 ? "it ends before its header does" : $"it says that it is number {header.Number}"));
        if (_segments.Count > 0)
            CheckSuccession(header);
        using var reader = new SegmentReader(file, header);
        while (reader.TryRead(out _))
            Records++;
        long last = Math.Max(reader.Next - 1, header.Previous);
        if (isLast)
            CheckTail(reader, number);
        _segments.Add((header, reader.Position, last));
        Last = last;
    }

    private void CheckSuccession(SegmentHeader next)
    {
        var (header, end, last) = _segments[^1];
        if (next.Number != header.Number + 1)
            throw Damaged(header.Number + 1, 0, "it is missing");
        if (last < next.Previous)
            throw Damaged(header.Number, end, $"the next segment follows on write {next.Previous}, and this one ends with {last}");
    }

    private void CheckTail(SegmentReader reader, long number)
    {
        long proof = reader.FindProofOfDamage();
        if (proof >= 0)
            throw Damaged(number, reader.Position, $"byte {proof} shows that more was on stable storage");
        TornBytes = reader.CountLeftover();
        _tornFrom = reader.Position;
    }

    private WriteAheadLogException Damaged(long number, long offset, string fault) => new(
        $"The write-ahead log is damaged: '{Path.Combine(disk.Path, SegmentName.Of(number))}' at byte {offset}: {fault}. Nothing was changed.");
}
