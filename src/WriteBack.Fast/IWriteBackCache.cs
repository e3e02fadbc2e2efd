namespace WriteBack.Fast;

/// <summary>
/// A write-back cache: reads and writes touch memory; a background flusher brings the writes to the store.
/// Every member is safe to call from any number of threads.
/// </summary>
/// <remarks>
/// Each member throws <see cref="ObjectDisposedException"/> once the cache is closed, but for <see cref="CloseAsync"/>,
/// <see cref="Statistics"/>, <see cref="Count"/>, <see cref="DirtyCount"/> and <see cref="DeadLetters"/>.
/// A write that meets the limit of dirty entries waits or throws, as <see cref="WriteBackOptions.Overflow"/> says.
/// </remarks>
public interface IWriteBackCache<TKey, TValue> : IAsyncDisposable
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Live entries in memory.</summary>
    int Count { get; }

    /// <summary>Entries with a write that the store has not acknowledged.</summary>
    int DirtyCount { get; }

    /// <summary>A snapshot of the counters.</summary>
    WriteBackStatistics Statistics { get; }

    /// <summary>The writes that the store could not take.</summary>
    IDeadLetterQueue<TKey, TValue> DeadLetters { get; }

    /// <summary>Reads an entry from memory. The newest accepted write is what it finds; the store is not asked.</summary>
    bool TryGet(in TKey key, out TValue value);

    /// <summary>Whether a live entry is in memory.</summary>
    bool Contains(in TKey key);

    /// <summary>Reads many entries from memory.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Gets each value found, the default for each not found; at least as long as <paramref name="keys"/>.</param>
    /// <param name="found">Gets whether each was found; at least as long as <paramref name="keys"/>.</param>
    /// <returns>How many were found.</returns>
    int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found);

    /// <summary>Writes an entry to memory, to be stored later.</summary>
    void Set(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Writes an entry unless that would have to wait.</summary>
    /// <returns>Whether it was accepted; <see langword="false"/> at the limit of dirty entries, or when no entry can make room.</returns>
    bool TrySet(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Writes many entries, one after the other: each is seen whole, not all at once.</summary>
    void SetMany(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Changes an entry atomically.</summary>
    /// <returns>Whether it was in memory; if not, nothing was done.</returns>
    bool Update<TArg>(in TKey key, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Removes an entry, and from the store later, whether or not it is in memory.</summary>
    void Remove(in TKey key, FlushPriority priority = FlushPriority.Normal);

    /// <summary>
    /// Reads an entry from memory, else from the store, and keeps it. Callers that ask for one key at a time share
    /// one load; a load never replaces a newer write. <c>GetAsync</c> gives the same as a nullable value.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="ct">Ends this caller's wait, not a load that others share.</param>
    ValueTask<LoadResult<TValue>> LookupAsync(TKey key, CancellationToken ct = default);

    /// <summary>Writes an entry, and completes when it is as durable as asked.</summary>
    /// <exception cref="DeadLetteredException">The store could not take the write (<see cref="WriteDurability.Stored"/>).</exception>
    ValueTask SetAsync(
        TKey key, TValue value, WriteDurability durability = WriteDurability.Memory,
        FlushPriority priority = FlushPriority.Normal, CancellationToken ct = default);

    /// <summary>Removes an entry, and completes when that is as durable as asked.</summary>
    /// <exception cref="DeadLetteredException">The store could not take the delete (<see cref="WriteDurability.Stored"/>).</exception>
    ValueTask RemoveAsync(TKey key, WriteDurability durability = WriteDurability.Memory, CancellationToken ct = default);

    /// <summary>Changes an entry atomically, loading it first if need be.</summary>
    /// <returns>Whether there was one, in memory or in the store.</returns>
    /// <exception cref="DeadLetteredException">The store could not take the write (<see cref="WriteDurability.Stored"/>).</exception>
    ValueTask<bool> UpdateAsync<TArg>(
        TKey key, TArg arg, UpdateAction<TValue, TArg> update,
        WriteDurability durability = WriteDurability.Memory, CancellationToken ct = default);

    /// <summary>Completes when every write accepted before the call is stored or dead-lettered. Later writes do not prolong it.</summary>
    /// <param name="ct">Ends the wait, not the flush.</param>
    ValueTask<FlushReport> FlushAsync(CancellationToken ct = default);

    /// <summary>
    /// Stops accepting, drains for at most <see cref="WriteBackOptions.ShutdownTimeout"/>, then stops for good.
    /// Disposing does the same. A further call returns the same report.
    /// </summary>
    /// <param name="ct">Ends the draining early; what is dirty then is abandoned.</param>
    ValueTask<DrainReport> CloseAsync(CancellationToken ct = default);

    /// <summary>The live entries, each as some write left it; those written meanwhile may be seen or not.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> Snapshot();
}
