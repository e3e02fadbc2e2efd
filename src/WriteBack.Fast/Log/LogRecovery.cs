namespace WriteBack.Fast;

// The first pass reads all records and changes nothing (SegmentValidator). Then the torn tail is cut off. The second pass applies the
// records.

/// <summary>Reads the records that an earlier run has left in the log. Not thread-safe.</summary>
/// <param name="disk">The log's directory.</param>
internal sealed class LogRecovery(ISegmentDirectory disk)
{
    // More than the writes of a process after its log failed. Those have versions and no records; the next run must not reuse the
    // versions.
    private const long SequencesSkipped = 1L << 40;

    private readonly SegmentValidator _check = new(SegmentFormat.Log);

    /// <summary>The number of bytes after the last whole record, without trailing zeros.</summary>
    public long TornBytes => _check.TornBytes;

    /// <summary>The last sequence in the log; 0 for none.</summary>
    public long Last => Segments.Count == 0 ? 0 : Segments[^1].Last;

    /// <summary>The number of writes in the log.</summary>
    public long Records => Segments.Sum(static segment => segment.Records);

    /// <summary>The sequence of the next write.</summary>
    public long FirstToGive => Segments.Count == 0 ? 1 : Last + SequencesSkipped;

    private static SegmentNames Names => SegmentFormat.Log.Names;

    private IReadOnlyList<ValidatedSegment> Segments => _check.Segments;

    private long LastNumber => Segments.Count == 0 ? 0 : Segments[^1].Header.Number;

    /// <summary>Reads the whole log and looks for damage. Changes nothing.</summary>
    /// <exception cref="WriteAheadLogException">The log is damaged.</exception>
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

    /// <summary>Cuts off the bytes after the last record, and deletes segments that were never completed.</summary>
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

    /// <summary>Reads the record of each write, in order, with the header of its segment.</summary>
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

    /// <summary>Creates a segment for new records, after the segments that were read.</summary>
    /// <param name="segmentSize">The most bytes of a segment with more than one record.</param>
    /// <param name="columns">The names of the columns in the new records.</param>
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
