namespace WriteBack.Fast;

/// <summary>
/// The segments of an open log: the one being written, and the older ones. For the log's thread alone, except <see cref="Older"/>.
/// </summary>
/// <param name="disk">The log's directory. The segments dispose of it.</param>
/// <param name="segmentSize">The most bytes of a segment with more than one record.</param>
/// <param name="columns">The names of the columns in new records.</param>
internal sealed class LogSegments(ISegmentDirectory disk, long segmentSize, ReadOnlyMemory<byte> columns) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<SealedSegment> _older = [];
    private SegmentWriter _open = null!;
    private long _olderBytes;

    /// <summary>The path of the directory, for messages.</summary>
    public string Path => disk.Path;

    /// <summary>The segment being written.</summary>
    public SegmentWriter Open => _open;

    /// <summary>The bytes of all segments together, each up to its last record.</summary>
    public long Bytes => _olderBytes + _open.Position;

    /// <summary>The older segments, oldest first. Thread-safe.</summary>
    public IReadOnlyList<SealedSegment> Older
    {
        get
        {
            lock (_lock)
                return [.. _older];
        }
    }

    /// <summary>Adds the segments that an earlier run has left.</summary>
    public void Adopt(IEnumerable<SealedSegment> segments)
    {
        lock (_lock)
        {
            foreach (var segment in segments)
            {
                _older.Enqueue(segment);
                _olderBytes += segment.Bytes;
            }
        }
    }

    /// <summary>Creates the first segment of this run.</summary>
    /// <param name="number">The segment's number.</param>
    /// <param name="epoch">How often the log was opened before.</param>
    /// <param name="first">The sequence of the next record.</param>
    /// <param name="previous">The last sequence of the earlier runs; 0 for none.</param>
    public void Begin(long number, uint epoch, long first, long previous) =>
        _open = Create(number, epoch, first, previous);

    /// <summary>Creates the next segment. The current one must be synced.</summary>
    /// <param name="first">The sequence of the next record.</param>
    public void Rotate(long first)
    {
        var header = _open.Header;
        var next = Create(header.Number + 1, header.Epoch, first, first - 1);
        lock (_lock)
            _older.Enqueue(new SealedSegment(header.Number, header.First, first - 1, _open.Position));
        _olderBytes += _open.Position;
        _open.Dispose();
        _open = next;
    }

    /// <summary>Deletes the older segments whose records are all below a sequence.</summary>
    /// <returns>Whether a segment was deleted.</returns>
    public bool DeleteBelow(long sequence)
    {
        bool hasDeleted = false;
        while (_older.TryPeek(out var oldest) && oldest.Last < sequence)
        {
            // Each deletion is synced before the next: after a crash, a gap between segments would be damage.
            disk.Delete(SegmentFormat.Log.Names.Of(oldest.Number));
            disk.Sync();
            _olderBytes -= oldest.Bytes;
            hasDeleted = true;
            lock (_lock)
                _older.Dequeue();
        }

        return hasDeleted;
    }

    /// <summary>
    /// Deletes all records of a log that has failed. One empty segment stays, whose header keeps the sequences growing. No record may be
    /// written afterwards.
    /// </summary>
    public void Clear()
    {
        // The log may have failed while it created a segment.
        foreach (string name in disk.Files())
        {
            if (SegmentFormat.Log.Names.TryParse(name, out long number) && number > _open.Header.Number)
                disk.Delete(name);
        }

        // If a crash brought that segment back, its header would name records that the open segment no longer has: damage.
        disk.Sync();
        DeleteBelow(long.MaxValue);
        _open.Truncate(_open.Header.Size);
    }

    public void Dispose()
    {
        _open?.Dispose();
        disk.Dispose();
    }

    private SegmentWriter Create(long number, uint epoch, long first, long previous)
    {
        var header = new SegmentHeader(number, epoch, first, previous, SegmentHeader.NewSalt(), columns);
        return SegmentWriter.Create(disk, SegmentFormat.Log, header, segmentSize);
    }
}

/// <summary>A segment that gets no more records.</summary>
/// <param name="Number">The segment's number.</param>
/// <param name="First">The sequence of the first record.</param>
/// <param name="Last">The sequence of the last record.</param>
/// <param name="Bytes">The bytes up to the end of the last record.</param>
internal readonly record struct SealedSegment(long Number, long First, long Last, long Bytes)
{
    public long Records => Last - First + 1;
}
