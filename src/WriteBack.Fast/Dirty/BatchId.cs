namespace WriteBack.Fast;

/// <summary>Versions of entries, in the order in which they are copied. For the drainer alone.</summary>
internal sealed class VersionSource
{
    private long _last;

    public long Next() => ++_last;
}

/// <summary>Numbers the batches that the store is shown. Thread-safe.</summary>
internal sealed class BatchId
{
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);
}
