namespace WriteBack.Fast;

/// <summary>Writes buffers to the segments. For the log's thread alone. Not usable after a failure.</summary>
/// <param name="segments">The segments.</param>
/// <param name="last">The last sequence before the first record to come.</param>
internal sealed class GroupCommit(LogSegments segments, long last)
{
    private readonly byte[] _proof = new byte[SegmentRecord.HeaderSize];
    private long _proven = last;

    /// <summary>The last sequence written.</summary>
    public long Written { get; private set; } = last;

    /// <summary>The last sequence on stable storage.</summary>
    public long Synced { get; private set; } = last;

    public long Syncs { get; private set; }

    public long Rotations { get; private set; }

    public long TrimmedBelow { get; private set; }

    /// <summary>Writes a buffer's records, after a proof if the last synced sequence has grown. Rotates when a segment is full.</summary>
    public void Write(LogBuffer buffer)
    {
        if (buffer.IsEmpty)
            return;
        var bytes = buffer.Bytes;
        SegmentRecord.WriteHeader(bytes, 0, Synced, RecordKind.Synced, segments.Open.Header.Epoch);
        int from = Synced > _proven ? 0 : LogBuffer.Start;
        _proven = Synced;
        long at = segments.Open.Position;
        for (int to = from; to < bytes.Length;)
        {
            var record = bytes[to..];
            int size = (int)SegmentRecord.SizeOf(record);
            if (to >= LogBuffer.Start && !segments.Open.HasRoomAt(at, size))
            {
                segments.Open.Write(bytes[from..to]);
                Written = SegmentRecord.SequenceOf(record) - 1;
                Rotate();
                from = to;
                at = segments.Open.Position;
            }

            SegmentRecord.Seal(record[..size], segments.Open.Header.Salt, at);
            at += size;
            to += size;
        }

        segments.Open.Write(bytes[from..]);
        Written = buffer.Last;
    }

    /// <summary>Brings the written records to stable storage.</summary>
    public void Sync()
    {
        if (Synced == Written)
            return;
        segments.Open.Sync();
        Syncs++;
        Synced = Written;
    }

    /// <summary>Writes a proof, with which a reader tells damage at the end from a torn tail.</summary>
    public void WriteProof()
    {
        if (_proven == Synced)
            return;
        SegmentRecord.WriteHeader(_proof, 0, Synced, RecordKind.Synced, segments.Open.Header.Epoch);
        SegmentRecord.Seal(_proof, segments.Open.Header.Salt, segments.Open.Position);
        segments.Open.Write(_proof);
        _proven = Synced;
    }

    /// <summary>
    /// Deletes the segments whose records are all below a sequence. Records appended before that sequence was known must be synced.
    /// </summary>
    /// <returns>Whether a segment was deleted.</returns>
    public bool TrimBelow(long sequence)
    {
        TrimmedBelow = sequence;

        // One oversized record can fill the log. No further write would come to rotate its segment.
        if (sequence > Written && segments.Open.IsOverfull)
            Rotate();
        return segments.DeleteBelow(sequence);
    }

    /// <summary>Deletes all records. One empty segment stays, whose header keeps the sequences growing.</summary>
    /// <param name="last">The last sequence given.</param>
    public void Empty(long last)
    {
        Sync();
        Written = last;
        Rotate();
        segments.DeleteBelow(long.MaxValue);
    }

    private void Rotate()
    {
        Sync();
        segments.Rotate(Written + 1);
        Rotations++;
    }
}
