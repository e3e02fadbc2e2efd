namespace WriteBack.Fast;

/// <summary>
/// The names, record kinds and zeros ahead of the segments of one use. All segments have the same binary form. Immutable.
/// </summary>
internal sealed class SegmentFormat
{
    private readonly RecordKind _first;
    private readonly RecordKind _last;

    private SegmentFormat(string extension, RecordKind first, RecordKind last, int zerosAhead) =>
        (Names, _first, _last, ZerosAhead) = (new SegmentNames(extension), first, last, zerosAhead);

    /// <summary>The segments of the write-ahead log.</summary>
    public static SegmentFormat Log { get; } = new(".log", RecordKind.Upsert, RecordKind.Delete, zerosAhead: 1 << 20);

    /// <summary>The segments of the dead letters' journal.</summary>
    public static SegmentFormat DeadLetters { get; } = new(".dead", RecordKind.LetterAdded, RecordKind.LetterRemoved, zerosAhead: 0);

    public SegmentNames Names { get; }

    /// <summary>The number of zero bytes written ahead of the records.</summary>
    public int ZerosAhead { get; }

    /// <summary>Whether the segments may have records of a kind.</summary>
    public bool Has(RecordKind kind) => kind == RecordKind.Synced || (kind >= _first && kind <= _last);
}
