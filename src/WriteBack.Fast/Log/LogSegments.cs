namespace WriteBack.Fast;

/// <summary>The segments of an open log: the one being written, and those before. For the log's thread alone, but for <see cref="Older"/>.</summary>
internal sealed class LogSegments(ISegmentDirectory disk, long segmentSize, ReadOnlyMemory<byte> columns) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<SealedSegment> _older = [];
    private SegmentWriter _open = null!;
    private long _olderBytes;

    /// <summary>The folder that they are in, for messages.</summary>
    public string Path => disk.Path;

    /// <summary>The segment being written.</summary>
    public SegmentWriter Open => _open;

    /// <summary>How large they are together, up to the last record of each.</summary>
    public long Bytes => _olderBytes + _open.Position;

    /// <summary>Those before, oldest first. Thread-safe.</summary>
    public IReadOnlyList<SealedSegment> Older
    {
        get
        {
            lock (_lock)
                return [.. _older];
        }
    }

    /// <summary>Takes over what an earlier run has left.</summary>
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

    /// <summary>Makes the segment to write to, the first of this run.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="epoch">How often the log was opened before.</param>
    /// <param name="first">The sequence that comes next.</param>
    /// <param name="previous">The last sequence before.</param>
    public void Begin(long number, uint epoch, long first, long previous) =>
        _open = Create(number, epoch, first, previous);

    /// <summary>Makes the next segment. What is in the one before must be synced.</summary>
    /// <param name="first">The sequence that comes next.</param>
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

    /// <summary>Deletes the oldest segments whose records are all below a sequence.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DeleteBelow(long sequence)
    {
        bool hasDeleted = false;
        while (_older.TryPeek(out var oldest) && oldest.Last < sequence)
        {
            // One at a time on stable storage, too: a hole among the segments would be damage.
            disk.Delete(SegmentFormat.Log.Names.Of(oldest.Number));
            disk.Sync();
            _olderBytes -= oldest.Bytes;
            hasDeleted = true;
            lock (_lock)
                _older.Dequeue();
        }

        return hasDeleted;
    }

    /// <summary>Leaves one segment with no record, which keeps the sequences growing. Nothing is written any more.</summary>
    public void Clear()
    {
        // A segment that was being made when the log failed.
        foreach (string name in disk.Files())
        {
            if (SegmentFormat.Log.Names.TryParse(name, out long number) && number > _open.Header.Number)
                disk.Delete(name);
        }

        // If it came back, what it says of the one before would look like damage there.
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

/// <summary>A segment that is not written any more.</summary>
/// <param name="Number">Its number.</param>
/// <param name="First">The sequence of its first record.</param>
/// <param name="Last">That of its last.</param>
/// <param name="Bytes">How large it is, up to its last record.</param>
internal readonly record struct SealedSegment(long Number, long First, long Last, long Bytes)
{
    public long Records => Last - First + 1;
}
