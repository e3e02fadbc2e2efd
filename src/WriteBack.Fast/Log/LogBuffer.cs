namespace WriteBack.Fast;

// Two buffers take turns: callers append to one while the log's thread writes the other. Each begins with room for a proof
// (RecordKind.Synced).

/// <summary>
/// Records to be written to the log, and their waiters. The log's lock guards the buffer that callers append to. The other buffer
/// belongs to the log's thread.
/// </summary>
internal sealed class LogBuffer
{
    /// <summary>The offset of the first write's record, after the room for a proof.</summary>
    public const int Start = SegmentRecord.HeaderSize;

    private const int FirstSize = 64 << 10;

    private byte[] _bytes = new byte[FirstSize];

    /// <summary>The number of bytes in use, the room for a proof included.</summary>
    public int Length { get; private set; } = Start;

    /// <summary>The sequence of the last record.</summary>
    public long Last { get; private set; }

    public bool IsEmpty => Length == Start;

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The waiters for these records, newest first.</summary>
    public LogWaiter? Waiters { get; private set; }

    /// <summary>Adds a record, and its waiter unless that is null.</summary>
    /// <exception cref="OutOfMemoryException">The record was not added.</exception>
    /// <exception cref="OverflowException">The record is larger than an array can be. It was not added.</exception>
    public void Append(RecordKind kind, long sequence, uint epoch, ReadOnlySpan<byte> payload, LogWaiter? waiter)
    {
        int size = checked((int)SegmentRecord.SizeFor(payload.Length));
        if (_bytes.Length - Length < size)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)Length + size, 2L * _bytes.Length), Array.MaxLength));
        var record = _bytes.AsSpan(Length, size);

        // The padding lies in the record's last 8 bytes.
        record[^sizeof(ulong)..].Clear();
        SegmentRecord.WriteHeader(record, payload.Length, sequence, kind, epoch);
        payload.CopyTo(record[SegmentRecord.HeaderSize..]);
        Length += size;
        Last = sequence;
        if (waiter is not null)
            Await(waiter);
    }

    /// <summary>Adds a caller that waits for every record up to here.</summary>
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
