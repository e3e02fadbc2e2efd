namespace WriteBack.Fast;

// Segments follow each other without a gap, and each reaches the next. The last may end early: its missing records were never synced,
// unless a later proof shows that they were (SegmentReader.FindProofOfDamage).

/// <summary>Reads the segments of a directory, in order, and looks for damage. Changes nothing. Not thread-safe.</summary>
/// <param name="format">The segments' format.</param>
internal sealed class SegmentValidator(SegmentFormat format)
{
    private readonly List<ValidatedSegment> _segments = [];

    /// <summary>The segments read so far, each up to its last valid record.</summary>
    public IReadOnlyList<ValidatedSegment> Segments => _segments;

    /// <summary>The number of bytes after the last whole record, without trailing zeros.</summary>
    public long TornBytes { get; private set; }

    /// <summary>The number of the last segment if it is shorter than its header; otherwise 0.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Reads the next segment.</summary>
    /// <param name="file">The segment's file.</param>
    /// <param name="number">The number in the file's name.</param>
    /// <param name="isLast">Whether this is the last segment.</param>
    /// <param name="onRecord">Receives the segment's header, each record, and the record's offset in the file; may be null.</param>
    /// <returns>The damage found, in this segment or at the end of the one before; null for none.</returns>
    public SegmentDamage? Read(ISegmentFile file, long number, bool isLast, Action<SegmentHeader, SegmentRecord, long>? onRecord = null)
    {
        if (!SegmentHeader.TryRead(file, out var header, out string? fault) && fault is null && isLast)
        {
            // Without a header no record can be read.
            (TornBytes, Unreadable) = (file.Length, number);
            return null;
        }

        if (header.Number == 0)
            return new SegmentDamage(number, 0, fault ?? "it ends before its header does");
        if (header.Number != number)
            return new SegmentDamage(number, 0, $"it says that it is number {header.Number}");
        if (CheckSuccession(header) is { } damage)
            return damage;
        using var reader = new SegmentReader(file, format, header);
        while (reader.TryRead(out var record))
            onRecord?.Invoke(header, record, reader.Position - SegmentRecord.SizeFor(record.Payload.Length));
        long last = Math.Max(reader.Next - 1, header.Previous);
        _segments.Add(new ValidatedSegment(header, reader.Position, last, reader.Next - header.First));
        return isLast ? CheckTail(reader) : null;
    }

    private SegmentDamage? CheckSuccession(SegmentHeader next)
    {
        if (_segments.Count == 0)
            return null;
        var (header, end, last, _) = _segments[^1];
        if (next.Number != header.Number + 1)
            return new SegmentDamage(header.Number + 1, 0, "it is missing");
        return last < next.Previous
            ? new SegmentDamage(header.Number, end, $"the next segment follows on write {next.Previous}, and this one ends with {last}")
            : null;
    }

    private SegmentDamage? CheckTail(SegmentReader reader)
    {
        long proof = reader.FindProofOfDamage();
        if (proof >= 0)
            return new SegmentDamage(reader.Header.Number, reader.Position, $"byte {proof} shows that more was on stable storage");
        TornBytes = reader.CountLeftover();
        return null;
    }
}

/// <summary>A segment that was read.</summary>
/// <param name="Header">The segment's header.</param>
/// <param name="End">The end of the last record.</param>
/// <param name="Last">The last sequence in this segment and those before.</param>
/// <param name="Records">The number of records, proofs not counted.</param>
internal readonly record struct ValidatedSegment(SegmentHeader Header, long End, long Last, long Records);

/// <summary>Damage to a segment, which a crash alone cannot cause.</summary>
/// <param name="Number">The segment's number.</param>
/// <param name="Offset">The damage's offset in the file.</param>
/// <param name="Fault">What is wrong, for messages.</param>
internal sealed record SegmentDamage(long Number, long Offset, string Fault);
