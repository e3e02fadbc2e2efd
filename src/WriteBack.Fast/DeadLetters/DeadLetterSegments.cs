using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The oldest segment is deleted once no letter in it is left. So a removal outlives its addition. A proof follows each commit;
// unreadable records before a proof are damage.

/// <summary>The segments of the dead letters: the one being written, and the older ones. Not thread-safe.</summary>
internal sealed class DeadLetterSegments : IDisposable
{
    /// <summary>The most bytes in all segments. The next record may exceed it; then the oldest letters go.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>The most bytes of a segment with more than one record.</summary>
    public const long MaxSegmentBytes = 4L << 20;

    private const string DamagedExtension = ".damaged";

    private readonly ISegmentDirectory _directory;
    private readonly ReadOnlyMemory<byte> _columns;
    private readonly SortedDictionary<long, Segment> _segments = [];
    private readonly Queue<RecoveredFile> _replaced = [];
    private readonly byte[] _proof = new byte[SegmentRecord.HeaderSize];
    private SegmentWriter? _open;
    private long _lastNumber;
    private long _written;
    private long _synced;
    private long _proven;
    private long _syncedPosition;

    private DeadLetterSegments(ISegmentDirectory directory, ReadOnlyMemory<byte> columns, long lastNumber, long lastSequence)
    {
        (_directory, _columns, _lastNumber) = (directory, columns, lastNumber);
        (_written, _synced, _proven) = (lastSequence, lastSequence, lastSequence);
    }

    private static SegmentNames Names => SegmentFormat.DeadLetters.Names;

    /// <summary>Continues the segments that were read. The last one gets more records if its columns are today's.</summary>
    public static DeadLetterSegments Continue(
        ISegmentDirectory directory, ReadOnlyMemory<byte> columns, IReadOnlyList<ValidatedSegment> read)
    {
        if (read is not [.., var last])
            return new DeadLetterSegments(directory, columns, lastNumber: 0, lastSequence: 0);
        var segments = new DeadLetterSegments(directory, columns, last.Header.Number, last.Last);
        foreach (var segment in read)
            segments._segments.Add(segment.Header.Number, new Segment { Bytes = segment.End });
        if (last.Header.Columns.Span.SequenceEqual(columns.Span))
            segments._open = SegmentWriter.Resume(directory, SegmentFormat.DeadLetters, in last, MaxSegmentBytes);
        segments._syncedPosition = last.End;
        return segments;
    }

    /// <summary>Replaces the files that were read. Their letters must be written again before <see cref="PutReplacedAway"/>.</summary>
    public static DeadLetterSegments Replace(
        ISegmentDirectory directory, ReadOnlyMemory<byte> columns, IReadOnlyList<RecoveredFile> replaced, long lastSequence)
    {
        long lastNumber = replaced.Select(static file => file.Segment).DefaultIfEmpty().Max();
        var segments = new DeadLetterSegments(directory, columns, lastNumber, lastSequence);
        foreach (var file in replaced)
            segments._replaced.Enqueue(file);
        return segments;
    }

    /// <summary>Counts a letter whose record is in a segment.</summary>
    public void AddLetter(long segment) => _segments[segment].Letters++;

    /// <summary>Uncounts a letter of a segment. The segment may be deleted already.</summary>
    public void RemoveLetter(long segment)
    {
        if (_segments.TryGetValue(segment, out var left))
            left.Letters--;
    }

    /// <summary>Writes a record. It is on stable storage after <see cref="Sync"/>.</summary>
    /// <param name="record">Room for a header, and the payload.</param>
    /// <param name="kind">The record's kind.</param>
    /// <returns>The number of the record's segment.</returns>
    public long Append(PooledBuffer record, RecordKind kind)
    {
        int payload = record.Length - SegmentRecord.HeaderSize;
        int filling = (int)(SegmentRecord.SizeFor(payload) - record.Length);
        record.GetSpan(filling)[..filling].Clear();
        record.Advance(filling);
        if (_open is null || !_open.HasRoomAt(_open.Position, record.Length + _proof.Length))
            Rotate();
        SegmentRecord.WriteHeader(record.WrittenSpan, payload, _written + 1, kind, epoch: 0);
        Write(record.WrittenSpan);
        _written++;
        return _lastNumber;
    }

    /// <summary>Brings the appended records to stable storage.</summary>
    public void Sync()
    {
        if (_open is null || _synced == _written)
            return;
        _open.Sync();
        (_synced, _syncedPosition) = (_written, _open.Position);
    }

    /// <summary>Writes a proof, with which a reader tells damage at the end from a torn tail.</summary>
    public void WriteProof()
    {
        if (_open is null || _proven == _synced)
            return;
        SegmentRecord.WriteHeader(_proof, 0, _synced, RecordKind.Synced, epoch: 0);
        Write(_proof);
        _proven = _synced;
    }

    /// <summary>Removes the unsynced records after a failure. If the segment cannot be cut, the next record begins another one.</summary>
    public void Retreat()
    {
        _written = _synced;

        // The proof, which was not synced, is cut off as well.
        _proven = Math.Min(_proven, _synced - 1);
        if (_open is null)
            return;
        try
        {
            _open.Truncate(_syncedPosition);
            _segments[_lastNumber].Bytes = _syncedPosition;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _open.Dispose();
            _open = null;
        }
    }

    /// <summary>Deletes the files whose letters are written again and synced. Damaged files are renamed instead.</summary>
    public void PutReplacedAway()
    {
        // Oldest first, each synced before the next: a letter's removal must not be deleted before its addition.
        while (_replaced.TryPeek(out var file))
        {
            if (!file.IsDamaged)
                _directory.Delete(file.Name);
            else if (_directory.Files().Contains(file.Name))
                _directory.Rename(file.Name, NameAside(file.Name));
            _directory.Sync();
            _replaced.Dequeue();
        }
    }

    /// <summary>Deletes the oldest segment if it has no letter left, or if the segments exceed <see cref="MaxBytes"/>.</summary>
    /// <param name="number">Receives the number of the oldest segment.</param>
    /// <returns>Whether the segment was deleted.</returns>
    public bool TryDeleteOldest(out long number)
    {
        (number, var oldest) = _segments.FirstOrDefault();
        if (_segments.Count < 2 || (oldest.Letters > 0 && _segments.Values.Sum(static segment => segment.Bytes) <= MaxBytes))
            return false;
        _directory.Delete(Names.Of(number));
        _directory.Sync();
        return _segments.Remove(number);
    }

    /// <summary>Closes the files and unlocks the directory.</summary>
    public void Dispose()
    {
        _open?.Dispose();
        _directory.Dispose();
    }

    // A segment is synced before the next begins, so only the last can be torn.
    private void Rotate()
    {
        Sync();
        _open?.Dispose();
        _open = null;
        var header = new SegmentHeader(_lastNumber + 1, Epoch: 0, _written + 1, _written, SegmentHeader.NewSalt(), _columns);
        _open = SegmentWriter.Create(_directory, SegmentFormat.DeadLetters, header, MaxSegmentBytes);
        (_lastNumber, _syncedPosition) = (header.Number, _open.Position);
        _segments.Add(_lastNumber, new Segment { Bytes = _open.Position });
    }

    private void Write(Span<byte> record)
    {
        SegmentRecord.Seal(record, _open!.Header.Salt, _open.Position);
        _open.Write(record);
        _segments[_lastNumber].Bytes = _open.Position;
    }

    private string NameAside(string name)
    {
        var names = _directory.Files();
        string aside = name + DamagedExtension;
        for (int copy = 2; names.Contains(aside); copy++)
            aside = $"{name}.{copy}{DamagedExtension}";
        return aside;
    }

    private sealed class Segment
    {
        public long Bytes { get; set; }

        /// <summary>The number of letters whose record is in this segment and that are not gone.</summary>
        public int Letters { get; set; }
    }
}
