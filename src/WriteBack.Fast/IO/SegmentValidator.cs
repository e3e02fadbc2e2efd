namespace WriteBack.Fast;

// The segments have to follow each other without a gap, and each but the last has to reach up to the next. Where the last
// one ends early nothing is lost that was ever synced, unless some later record proves that it was
// (SegmentReader.FindProofOfDamage).

/// <summary>Reads the segments of a directory, in order, and looks for damage. Changes nothing.</summary>
internal sealed class SegmentValidator(SegmentFormat format)
{
    private readonly List<ValidatedSegment> _segments = [];

    /// <summary>The segments that were read, as far as they could be.</summary>
    public IReadOnlyList<ValidatedSegment> Segments => _segments;

    /// <summary>Bytes at the end of the last segment that are no whole record.</summary>
    public long TornBytes { get; private set; }

    /// <summary>The number of a last segment that is too short for a header; 0 for none.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Reads the next segment.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="number">The number in its name.</param>
    /// <param name="isLast">Whether none follows.</param>
    /// <param name="onRecord">Is shown each record, with the header of its segment and where in the file it begins.</param>
    /// <returns>The damage that shows now, which may be at the end of the segment before; null for none.</returns>
    public SegmentDamage? Read(ISegmentFile file, long number, bool isLast, Action<SegmentHeader, SegmentRecord, long>? onRecord = null)
    {
        if (!SegmentHeader.TryRead(file, out var header, out string? fault) && fault is null && isLast)
        {
            // Too short for what says how to read it, so nothing is left of it.
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
/// <param name="Header">What it says of itself.</param>
/// <param name="End">The end of its last record.</param>
/// <param name="Last">The last sequence in the directory up to there.</param>
/// <param name="Records">Records in it that have a sequence of their own.</param>
internal readonly record struct ValidatedSegment(SegmentHeader Header, long End, long Last, long Records);

/// <summary>Something in a segment that no crash leaves.</summary>
/// <param name="Number">The segment's number.</param>
/// <param name="Offset">The place in its file.</param>
/// <param name="Fault">What is wrong.</param>
internal sealed record SegmentDamage(long Number, long Offset, string Fault);
