namespace WriteBack.Fast.Benchmarks;

/// <summary>16 bytes.</summary>
public readonly record struct EntryKey(long Tenant, long Id);

/// <summary>32 bytes.</summary>
public readonly record struct EntryValue(long Score, long Level, double X, double Y) : IScored
{
    public static EntryValue Of(in EntryKey key) => new(key.Id, 1, 2, 3);

    /// <summary>
    /// The value of one write among many: no word of it is as in another write of the key, so that nothing is saved that only
    /// a write of an equal value saves.
    /// </summary>
    public static EntryValue Of(in EntryKey key, long write) => new(key.Id ^ write, write, write, -write);
}

/// <summary>A value of which something can be looked at, so that no read is optimised away.</summary>
public interface IScored
{
    long Score { get; }
}

[WriteBackCache<EntryKey, EntryValue>]
public sealed partial class EntryCache;

/// <summary>Takes every batch and keeps nothing, so that the cache alone is measured.</summary>
public sealed class NullStore<TKey, TValue> : IWriteBackStore<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    public ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct) => new(LoadResult<TValue>.NotFound);

    public ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct) => ValueTask.CompletedTask;
}

/// <summary>Answers no batch before a task ends, so that what is dirty stays so.</summary>
public sealed class HeldStore<TKey, TValue>(Task until) : IWriteBackStore<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    public ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct) => new(LoadResult<TValue>.NotFound);

    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct) => await until.WaitAsync(ct);
}
