namespace WriteBack.Fast;

/// <summary>What a write-ahead log has to know of the flusher, and to hold up.</summary>
internal interface IFlushGuard
{
    /// <summary>Completes when the store may have what was written up to a version.</summary>
    /// <exception cref="OperationCanceledException">The cache is closed.</exception>
    ValueTask BeforeStoreAsync(long version, CancellationToken ct);

    /// <summary>Each entry of a batch is settled.</summary>
    void OnSettled();
}

/// <summary>Holds nothing up: the cache has no log.</summary>
internal sealed class NoFlushGuard : IFlushGuard
{
    public static readonly NoFlushGuard Instance = new();

    public ValueTask BeforeStoreAsync(long version, CancellationToken ct) => ValueTask.CompletedTask;

    public void OnSettled()
    {
    }
}
