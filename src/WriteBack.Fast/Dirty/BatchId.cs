namespace WriteBack.Fast;

/// <summary>Numbers the calls of the store that write a batch or a part of one. Thread-safe.</summary>
internal sealed class BatchId
{
    private long _last;

    // The increments pair with each other alone: nothing is published through the number.
    public long Next() => Interlocked.Increment(ref _last);
}
