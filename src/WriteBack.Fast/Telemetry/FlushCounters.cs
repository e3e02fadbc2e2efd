namespace WriteBack.Fast;

/// <summary>Counters of flushing and loading, for one cache. Thread-safe.</summary>
internal sealed class FlushCounters
{
    // Several workers count, so each count is raised by an interlocked add. Nothing is published through a count: adds pair with
    // each other alone, and the volatile reads pair with no release.
    private long _stored;
    private long _deadLettered;
    private long _coalesced;
    private long _flushes;
    private long _flushErrors;
    private long _retries;
    private long _loads;

    public long Stored => Volatile.Read(ref _stored);

    public long DeadLettered => Volatile.Read(ref _deadLettered);

    /// <summary>Writes that failed and were replaced by a newer write to the same entry.</summary>
    public long Coalesced => Volatile.Read(ref _coalesced);

    public long Flushes => Volatile.Read(ref _flushes);

    public long FlushErrors => Volatile.Read(ref _flushErrors);

    public long Retries => Volatile.Read(ref _retries);

    public long Loads => Volatile.Read(ref _loads);

    public void AddFlush(long stored)
    {
        Interlocked.Increment(ref _flushes);
        Interlocked.Add(ref _stored, stored);
    }

    public void AddFlushError() => Interlocked.Increment(ref _flushErrors);

    public void AddDeadLetter() => Interlocked.Increment(ref _deadLettered);

    public void AddRetry() => Interlocked.Increment(ref _retries);

    public void AddCoalesced() => Interlocked.Increment(ref _coalesced);

    public void AddLoad() => Interlocked.Increment(ref _loads);
}
