namespace WriteBack.Fast.Benchmarks.Latency;

/// <summary>Cannot be reached.</summary>
internal sealed class DownStore : IWriteBackStore<EntryKey, EntryValue>
{
    public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => throw new TimeoutException();

    public ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct) => throw new TimeoutException();
}
