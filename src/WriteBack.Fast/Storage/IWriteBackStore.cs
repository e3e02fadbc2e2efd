namespace WriteBack.Fast;

/// <summary>
/// The one seam between the cache and a database. Implementations must allow concurrent calls: loads run beside
/// writes, and with <see cref="WriteBackOptions.MaxConcurrentFlushes"/> above 1 so do writes, never of the same key.
/// </summary>
public interface IWriteBackStore<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Reads one row.</summary>
    /// <param name="key">The key to look for.</param>
    /// <param name="ct">Cancelled when the cache closes.</param>
    ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct);

    /// <summary>
    /// Writes a batch, atomically if the database can. Returning means that it will survive the store's own crash.
    /// An exception fails the whole batch; single entries are refused with <see cref="WriteBatch{TKey,TValue}.Reject"/>.
    /// </summary>
    /// <param name="batch">Upserts and deletes, each key once. Pooled: valid only until the returned task completes.</param>
    /// <param name="ct">Cancelled when the cache gives up draining at close.</param>
    ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct);
}
