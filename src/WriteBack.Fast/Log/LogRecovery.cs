namespace WriteBack.Fast;

// The first pass reads all records and changes nothing (SegmentValidator). Only then is the tail cut off, and the records are
// applied in a second pass.

/// <summary>Reads what an earlier run has left in the log.</summary>
internal sealed class LogRecovery(ISegmentDirectory disk)
{
    // More writes than a process makes after its log has failed, which takes none of them. Versions that the store may have
    // seen are not given again.
    private const long SequencesSkipped = 1L << 40;

    private readonly SegmentValidator _check = new(SegmentFormat.Log);

    /// <summary>Bytes at the end of the last segment that are no whole record.</summary>
    public long TornBytes => _check.TornBytes;

    /// <summary>The last sequence in the log; 0 for none.</summary>
    public long Last => Segments.Count == 0 ? 0 : Segments[^1].Last;

    /// <summary>Records of writes in the log.</summary>
    public long Records => Segments.Sum(static segment => segment.Records);

    /// <summary>The sequence that the next write gets.</summary>
    public long FirstToGive => Segments.Count == 0 ? 1 : Last + SequencesSkipped;

    private static SegmentNames Names => SegmentFormat.Log.Names;

    private IReadOnlyList<ValidatedSegment> Segments => _check.Segments;

    private long LastNumber => Segments.Count == 0 ? 0 : Segments[^1].Header.Number;

    /// <summary>Reads all of the log, and changes nothing.</summary>
    /// <exception cref="WriteAheadLogException">It is damaged.</exception>
    public void Verify()
    {
        long[] numbers = Names.NumbersIn(disk.Files());
        foreach (long number in numbers)
        {
            using var file = disk.Open(Names.Of(number));
            if (_check.Read(file, number, isLast: number == numbers[^1]) is not { } damage)
                continue;
            string path = Path.Combine(disk.Path, Names.Of(damage.Number));
            throw new WriteAheadLogException(
                $"The write-ahead log is damaged: '{path}' at byte {damage.Offset}: {damage.Fault}. Nothing was changed.");
        }
    }

    /// <summary>Cuts off what follows the last record, and removes a segment that was never completed.</summary>
    public void Clean()
    {
        foreach (string name in disk.Files().Where(Names.IsUnfinished))
            disk.Delete(name);
        if (_check.Unreadable > 0)
        {
            disk.Delete(Names.Of(_check.Unreadable));
            return;
        }

        if (Segments.Count == 0)
            return;
        using var file = disk.Open(Names.Of(LastNumber));
        file.SetLength(Segments[^1].End);
        file.Sync();
    }

    /// <summary>Shows each record of a write, in order, with the header of its segment.</summary>
    public IEnumerable<(SegmentHeader Header, LogRecord Record)> ReadAll()
    {
        foreach (var segment in Segments)
        {
            using var file = disk.Open(Names.Of(segment.Header.Number));
            using var reader = new SegmentReader(file, SegmentFormat.Log, segment.Header);
            while (reader.Next <= segment.Last && reader.TryRead(out var record))
                yield return (segment.Header, new LogRecord(KindOf(record), record.Sequence, record.Payload));
        }
    }

    /// <summary>The segments to write to from now on, after those that were read.</summary>
    /// <param name="segmentSize">How large they may become.</param>
    /// <param name="columns">The names of the columns in what will be written.</param>
    public LogSegments Begin(long segmentSize, ReadOnlyMemory<byte> columns)
    {
        var segments = new LogSegments(disk, segmentSize, columns);
        segments.Adopt(Segments.Select(static segment =>
            new SealedSegment(segment.Header.Number, segment.Header.First, segment.Last, segment.End)));
        uint epoch = Segments.Count == 0 ? 0 : Segments[^1].Header.Epoch + 1;
        segments.Begin(LastNumber + 1, epoch, FirstToGive, Last);
        return segments;
    }

    private static WriteKind KindOf(in SegmentRecord record) => record.Kind == RecordKind.Delete ? WriteKind.Delete : WriteKind.Upsert;
}
