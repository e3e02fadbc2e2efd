namespace WriteBack.Fast.LogInspect.Reading;

/// <summary>What was found in a segment.</summary>
/// <param name="File">Its name.</param>
/// <param name="Number">Its number.</param>
/// <param name="Epoch">How often the log had been opened before it was made.</param>
/// <param name="First">The sequence of its first record; null where there is none.</param>
/// <param name="Last">The sequence of its last record; null where there is none.</param>
/// <param name="BytesInUse">Up to the end of its last record.</param>
/// <param name="FileBytes">The size of the file.</param>
/// <param name="Records">Writes, of both kinds.</param>
/// <param name="Upserts">Of these, those that set a key.</param>
/// <param name="Deletes">Of these, those that removed one.</param>
/// <param name="Live">Records that are the newest of their key in the log.</param>
/// <param name="Dead">Records that a later one of the same key replaced.</param>
internal sealed record SegmentReport(
    string File, long Number, uint Epoch, long? First, long? Last, long BytesInUse, long FileBytes,
    long Records, long Upserts, long Deletes, long Live, long Dead)
{
    public static SegmentReport Of(ValidatedSegment segment, SegmentTally tally)
    {
        var (header, end, _, records) = segment;
        return new SegmentReport(
            SegmentFormat.Log.Names.Of(header.Number), header.Number, header.Epoch, records > 0 ? header.First : null,
            records > 0 ? header.First + records - 1 : null, end, tally.FileBytes, records, tally.Upserts, tally.Deletes,
            tally.Live, records - tally.Live);
    }
}

/// <summary>The segments of a log together.</summary>
internal sealed record TotalReport(
    int Segments, long BytesInUse, long FileBytes, long Records, long Upserts, long Deletes, long Live, long Dead)
{
    public static TotalReport Of(IReadOnlyList<SegmentReport> segments) => new(
        segments.Count,
        segments.Sum(static segment => segment.BytesInUse),
        segments.Sum(static segment => segment.FileBytes),
        segments.Sum(static segment => segment.Records),
        segments.Sum(static segment => segment.Upserts),
        segments.Sum(static segment => segment.Deletes),
        segments.Sum(static segment => segment.Live),
        segments.Sum(static segment => segment.Dead));
}
