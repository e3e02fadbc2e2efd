namespace WriteBack.Fast;

// Two of them take turns: callers append to one while the other is written. Each begins with room for a record of the
// log's own (RecordKind.Synced).

/// <summary>Records on their way to the log, and who waits for them. Guarded by the log's lock, or by whose turn it is.</summary>
internal sealed class LogBuffer
{
    /// <summary>Where the first record of a write begins.</summary>
    public const int Start = SegmentRecord.HeaderSize;

    private const int FirstSize = 64 << 10;

    private byte[] _bytes = new byte[FirstSize];

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; } = Start;

    /// <summary>The sequence of the last record.</summary>
    public long Last { get; private set; }

    public bool IsEmpty => Length == Start;

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The callers who wait for these records, newest first.</summary>
    public LogWaiter? Waiters { get; private set; }

    /// <summary>Adds a record.</summary>
    /// <exception cref="OutOfMemoryException">It was not added.</exception>
    public void Append(RecordKind kind, long sequence, uint epoch, ReadOnlySpan<byte> payload, LogWaiter? waiter)
    {
        int size = checked((int)SegmentRecord.SizeFor(payload.Length));
        if (_bytes.Length - Length < size)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)Length + size, 2L * _bytes.Length), Array.MaxLength));
        var record = _bytes.AsSpan(Length, size);

        // What fills the record up is among its last bytes.
        record[^sizeof(ulong)..].Clear();
        SegmentRecord.WriteHeader(record, payload.Length, sequence, kind, epoch);
        payload.CopyTo(record[SegmentRecord.HeaderSize..]);
        Length += size;
        Last = sequence;
        if (waiter is not null)
            Await(waiter);
    }

    /// <summary>Adds a caller who waits for all that is here, and was before.</summary>
    public void Await(LogWaiter waiter)
    {
        waiter.Next = Waiters;
        Waiters = waiter;
    }

    public void Clear()
    {
        Length = Start;
        Waiters = null;
    }
}
