namespace WriteBack.Fast.Benchmarks;

/// <summary>16 bytes.</summary>
public readonly record struct EntryKey(long Tenant, long Id);

/// <summary>32 bytes.</summary>
public readonly record struct EntryValue(long Score, long Level, double X, double Y);

[WriteBackCache<EntryKey, EntryValue>]
public sealed partial class EntryCache;

/// <summary>Takes every batch and keeps nothing, so that the cache alone is measured.</summary>
public sealed class NullStore : IWriteBackStore<EntryKey, EntryValue>
{
    public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => new(LoadResult<EntryValue>.NotFound);

    public ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct) => ValueTask.CompletedTask;
}
