namespace WriteBack.Fast;

/// <summary>One key's load from the store, shared by all who wait for it.</summary>
internal sealed class Load<TValue>
{
    private readonly TaskCompletionSource<LoadResult<TValue>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the key came and went in the cache since the store was asked. Under the shard's lock.</summary>
    public bool IsOutdated { get; set; }

    public Task<LoadResult<TValue>> Task => _source.Task;

    public void Complete(LoadResult<TValue> result) => _source.TrySetResult(result);

    public void Fail(Exception reason)
    {
        _source.TrySetException(reason);

        // Each waiter sees it; when all have given up waiting, nobody needs to.
        _ = _source.Task.Exception;
    }
}
