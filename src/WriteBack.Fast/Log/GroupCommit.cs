namespace WriteBack.Fast;

/// <summary>Writes buffers to the segments. For the log's thread alone; after a failure not to be used again.</summary>
internal sealed class GroupCommit(LogSegments segments, long last)
{
    private readonly byte[] _proof = new byte[SegmentRecord.HeaderSize];
    private long _proven = last;

    /// <summary>The last sequence that was written.</summary>
    public long Written { get; private set; } = last;

    /// <summary>The last sequence that is on stable storage.</summary>
    public long Synced { get; private set; } = last;

    public long Syncs { get; private set; }

    public long Rotations { get; private set; }

    public long TrimmedBelow { get; private set; }

    /// <summary>Writes a buffer's records.</summary>
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

    /// <summary>Brings what was written to stable storage.</summary>
    public void Sync()
    {
        if (Synced == Written)
            return;
        segments.Open.Sync();
        Syncs++;
        Synced = Written;
    }

    /// <summary>Writes down what is synced, for who reads the log when its last records are damaged.</summary>
    public void WriteProof()
    {
        if (_proven == Synced)
            return;
        SegmentRecord.WriteHeader(_proof, 0, Synced, RecordKind.Synced, segments.Open.Header.Epoch);
        SegmentRecord.Seal(_proof, segments.Open.Header.Salt, segments.Open.Position);
        segments.Open.Write(_proof);
        _proven = Synced;
    }

    /// <summary>Deletes what is not needed any more. Everything that was appended before that was known must be synced.</summary>
    /// <returns>Whether there was something to delete.</returns>
    public bool TrimBelow(long sequence)
    {
        TrimmedBelow = sequence;

        // The log may be full of one record, so that no other would come to close its segment.
        if (sequence > Written && segments.Open.IsOverfull)
            Rotate();
        return segments.DeleteBelow(sequence);
    }

    /// <summary>Leaves an empty segment and no other. It keeps the sequences growing.</summary>
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
