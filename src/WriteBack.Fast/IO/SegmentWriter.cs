namespace WriteBack.Fast;

// A write past the file's end changes its length, so its sync also writes metadata. The log writes zeros ahead to avoid that.

/// <summary>A segment that is being written. Not thread-safe.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private static readonly byte[] Zeros = new byte[64 << 10];

    private readonly ISegmentFile _file;
    private readonly SegmentFormat _format;
    private readonly long _targetSize;
    private long _allocated;

    private SegmentWriter(ISegmentFile file, SegmentFormat format, SegmentHeader header, long targetSize) =>
        (_file, _format, Header, _targetSize, Position) = (file, format, header, targetSize, header.Size);

    public SegmentHeader Header { get; }

    /// <summary>The end of the last record.</summary>
    public long Position { get; private set; }

    /// <summary>Creates a segment whose header and name are on stable storage.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="format">The segment's format.</param>
    /// <param name="header">The segment's header.</param>
    /// <param name="targetSize">The most bytes of a segment with more than one record.</param>
    public static SegmentWriter Create(ISegmentDirectory directory, SegmentFormat format, SegmentHeader header, long targetSize)
    {
        string name = format.Names.Of(header.Number);
        string unfinished = format.Names.Unfinished(header.Number);
        long allocated;

        // The file is closed before it is renamed, since Windows cannot rename an open file.
        using (var file = directory.Create(unfinished))
        {
            var segment = new SegmentWriter(file, format, header, targetSize);
            segment.WriteHeader();
            segment.Sync();
            allocated = segment._allocated;
        }

        directory.Rename(unfinished, name);
        directory.Sync();
        return new SegmentWriter(directory.Open(name), format, header, targetSize) { _allocated = allocated };
    }

    /// <summary>Opens a segment that was read, to append records. The file must end with its last record.</summary>
    public static SegmentWriter Resume(ISegmentDirectory directory, SegmentFormat format, in ValidatedSegment segment, long targetSize) =>
        new(directory.Open(format.Names.Of(segment.Header.Number)), format, segment.Header, targetSize)
        {
            Position = segment.End,
            _allocated = segment.End,
        };

    /// <summary>Whether the segment has exceeded its target size by one oversized record.</summary>
    public bool IsOverfull => Position > Math.Max(_targetSize, Header.Size);

    /// <summary>Whether a record of a size fits at a position. The first record always fits.</summary>
    public bool HasRoomAt(long position, long size) => position + size <= _targetSize || position == Header.Size;

    /// <summary>Appends sealed records.</summary>
    public void Write(ReadOnlySpan<byte> records)
    {
        Allocate(Position + records.Length);
        _file.Write(records, Position);
        Position += records.Length;
    }

    /// <summary>Brings the written records to stable storage.</summary>
    public void Sync() => _file.Sync();

    /// <summary>Removes all records from a position on, and syncs the file.</summary>
    public void Truncate(long position)
    {
        _file.SetLength(position);
        _file.Sync();
        (Position, _allocated) = (position, position);
    }

    public void Dispose() => _file.Dispose();

    private void WriteHeader()
    {
        byte[] bytes = new byte[Header.Size];
        Header.Write(bytes);
        _file.Write(bytes, 0);
        _allocated = bytes.Length;
        Allocate(bytes.Length);
    }

    private void Allocate(long needed)
    {
        if (_format.ZerosAhead == 0 || needed < _allocated)
            return;
        long end = Math.Max(needed, Math.Min(needed + _format.ZerosAhead, _targetSize));
        while (_allocated < end)
        {
            int some = (int)Math.Min(Zeros.Length, end - _allocated);
            _file.Write(Zeros.AsSpan(0, some), _allocated);
            _allocated += some;
        }
    }
}
