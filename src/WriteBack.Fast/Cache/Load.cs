namespace WriteBack.Fast;

/// <summary>One key's load from the store, shared by all callers that wait for it. Thread-safe, except <see cref="IsOutdated"/>.</summary>
internal sealed class Load<TValue>
{
    private readonly TaskCompletionSource<LoadResult<TValue>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the key was inserted after the store was asked, so its answer may be older. Guarded by the shard's lock.</summary>
    public bool IsOutdated { get; set; }

    public Task<LoadResult<TValue>> Task => _source.Task;

    public void Complete(LoadResult<TValue> result) => _source.TrySetResult(result);

    public void Fail(Exception reason)
    {
        _source.TrySetException(reason);

        // Each waiter sees the exception. Reading it here marks it as observed, in case every waiter has given up.
        _ = _source.Task.Exception;
    }
}
