namespace WriteBack.Fast.Benchmarks.HitRatio;

[WriteBackCache<uint, long>]
internal sealed partial class TraceCache;

/// <summary>Has a row for every key, at once.</summary>
internal sealed class EveryRowStore : IWriteBackStore<uint, long>
{
    public ValueTask<LoadResult<long>> LoadAsync(uint key, CancellationToken ct) => new(new LoadResult<long>(true, key));

    public ValueTask WriteAsync(WriteBatch<uint, long> batch, CancellationToken ct) => ValueTask.CompletedTask;
}
