namespace WriteBack.Fast;

/// <summary>
/// The store of a cache: the only interface between the cache and a database. Implementations must be thread-safe. Loads run
/// concurrently with writes and with each other. If <see cref="WriteBackOptions.MaxConcurrentFlushes"/> is above 1, writes run
/// concurrently too, but never for the same key.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public interface IWriteBackStore<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Reads one row.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="ct">Cancelled when the cache closes.</param>
    ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct);

    /// <summary>
    /// Writes a batch, atomically if the database can. Once the task completes, the batch must survive a crash of the store. An exception
    /// fails the whole batch. <see cref="WriteBatch{TKey,TValue}.Reject"/> refuses single entries.
    /// </summary>
    /// <param name="batch">Upserts and deletes, each key once. The batch is pooled: it is valid only until the task completes.</param>
    /// <param name="ct">Cancelled when the cache gives up draining at close.</param>
    ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct);
}
