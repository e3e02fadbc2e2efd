namespace WriteBack.Fast.LogInspect.Reading;

/// <summary>Counts a segment's records.</summary>
internal sealed class SegmentTally(long fileBytes)
{
    /// <summary>The size of its file.</summary>
    public long FileBytes { get; } = fileBytes;

    public long Upserts { get; private set; }

    public long Deletes { get; private set; }

    /// <summary>Records that are the newest of their key.</summary>
    public long Live { get; set; }

    public void Add(RecordKind kind)
    {
        if (kind == RecordKind.Delete)
            Deletes++;
        else
            Upserts++;
    }
}
