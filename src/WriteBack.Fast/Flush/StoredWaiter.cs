namespace WriteBack.Fast;

/// <summary>One caller who waits until the store has a write.</summary>
internal sealed class StoredWaiter
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next who waits for the same entry.</summary>
    public StoredWaiter? Next { get; set; }

    public Task Task => _source.Task;

    public void Complete() => _source.TrySetResult();

    public void Fail(Exception reason)
    {
        _source.TrySetException(reason);
        _ = _source.Task.Exception;
    }
}
