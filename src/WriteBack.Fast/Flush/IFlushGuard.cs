namespace WriteBack.Fast;

/// <summary>The write-ahead log as the flusher sees it: it delays batches, and learns when they are settled. Thread-safe.</summary>
internal interface IFlushGuard
{
    /// <summary>Completes when the log has every write up to a version, so that the store may have them too.</summary>
    /// <exception cref="OperationCanceledException">The cache is closed.</exception>
    ValueTask BeforeStoreAsync(long version, CancellationToken ct);

    /// <summary>Tells the log that each entry of a batch is settled.</summary>
    void OnSettled();
}

/// <summary>The guard of a cache without a log: it delays nothing.</summary>
internal sealed class NoFlushGuard : IFlushGuard
{
    public static readonly NoFlushGuard Instance = new();

    public ValueTask BeforeStoreAsync(long version, CancellationToken ct) => ValueTask.CompletedTask;

    public void OnSettled()
    {
    }
}
