namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>Has a row for every key, and holds a batch until it is released. By the driver's count, not by the clock.</summary>
internal sealed class SlowStore : IWriteBackStore<uint, long>
{
    private readonly SemaphoreSlim _released = new(0, 1);
    private volatile bool _isReleasedForGood;

    /// <summary>Lets the batch go that is held, or the next one.</summary>
    public void Release()
    {
        if (_released.CurrentCount == 0)
            _released.Release();
    }

    public void ReleaseForGood()
    {
        _isReleasedForGood = true;
        Release();
    }

    public ValueTask<LoadResult<long>> LoadAsync(uint key, CancellationToken ct) => new(new LoadResult<long>(true, key));

    public async ValueTask WriteAsync(WriteBatch<uint, long> batch, CancellationToken ct)
    {
        if (!_isReleasedForGood)
            await _released.WaitAsync(ct);
    }
}
