namespace WriteBack.Fast;

/// <summary>What tells the segments of one use from those of another. Their bytes have the same form.</summary>
internal sealed class SegmentFormat
{
    private readonly RecordKind _first;
    private readonly RecordKind _last;

    private SegmentFormat(string extension, RecordKind first, RecordKind last, int zerosAhead) =>
        (Names, _first, _last, ZerosAhead) = (new SegmentNames(extension), first, last, zerosAhead);

    /// <summary>The write-ahead log.</summary>
    public static SegmentFormat Log { get; } = new(".log", RecordKind.Upsert, RecordKind.Delete, zerosAhead: 1 << 20);

    /// <summary>The journal of the dead letters.</summary>
    public static SegmentFormat DeadLetters { get; } = new(".dead", RecordKind.LetterAdded, RecordKind.LetterRemoved, zerosAhead: 0);

    public SegmentNames Names { get; }

    /// <summary>How many zeros are written ahead of the records.</summary>
    public int ZerosAhead { get; }

    /// <summary>Whether records of a kind belong here.</summary>
    public bool Has(RecordKind kind) => kind == RecordKind.Synced || (kind >= _first && kind <= _last);
}
