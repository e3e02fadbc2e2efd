namespace WriteBack.Fast;

/// <summary>Numbers the copies of entries in the order in which they are made. For the drainer alone.</summary>
internal sealed class VersionSource
{
    private long _last;

    public long Next() => ++_last;
}

/// <summary>Numbers the calls of the store that write a batch or a part of one. Thread-safe.</summary>
internal sealed class BatchId
{
    private long _last;

    // The increments pair with each other alone: nothing is published through the number.
    public long Next() => Interlocked.Increment(ref _last);
}
