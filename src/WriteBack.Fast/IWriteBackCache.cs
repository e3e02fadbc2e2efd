namespace WriteBack.Fast;

/// <summary>
/// A write-back cache. Reads and writes touch memory only; a background flusher brings the writes to the store. Thread-safe: any
/// number of threads may call any member.
/// </summary>
/// <remarks>
/// Once the cache is closed, each member throws <see cref="ObjectDisposedException"/>, except <see cref="CloseAsync"/>,
/// <see cref="Statistics"/>, <see cref="Count"/>, <see cref="DirtyCount"/> and <see cref="DeadLetters"/>. A write at the limit of
/// dirty entries waits or throws, as <see cref="WriteBackOptions.Overflow"/> says.
/// </remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public interface IWriteBackCache<TKey, TValue> : IAsyncDisposable
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The number of live entries in memory.</summary>
    int Count { get; }

    /// <summary>The number of entries with a write that the store has not acknowledged.</summary>
    int DirtyCount { get; }

    /// <summary>A snapshot of the counters.</summary>
    WriteBackStatistics Statistics { get; }

    /// <summary>The writes that the store refused for good.</summary>
    IDeadLetterQueue<TKey, TValue> DeadLetters { get; }

    /// <summary>Reads an entry from memory; the store is not asked. The result is the newest accepted write.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Receives the value, or the default when there is none.</param>
    /// <returns>Whether a live entry is in memory.</returns>
    bool TryGet(in TKey key, out TValue value);

    /// <summary>Whether a live entry is in memory. The call counts as a read.</summary>
    bool Contains(in TKey key);

    /// <summary>Reads the entries of many keys from memory.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives the value of each key, or the default; at least as long as <paramref name="keys"/>.</param>
    /// <param name="found">Receives whether each key was found; at least as long as <paramref name="keys"/>.</param>
    /// <returns>The number of keys found.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="values"/> or <paramref name="found"/> is too short.</exception>
    int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found);

    /// <summary>Writes an entry to memory. The store gets it later.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="priority">The write's priority.</param>
    /// <exception cref="WriteBackOverflowException">There is no space, and the policy is <see cref="OverflowPolicy.Throw"/>.</exception>
    void Set(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Writes an entry, unless the write would have to wait for space.</summary>
    /// <returns>Whether the write was accepted; <see langword="false"/> when there is no space for it.</returns>
    bool TrySet(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Writes many entries, one after the other. Each write is atomic; the whole is not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Keys and values differ in number.</exception>
    void SetMany(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Changes an entry in memory atomically.</summary>
    /// <param name="key">The key.</param>
    /// <param name="arg">An argument for the action.</param>
    /// <param name="update">The action. It may run several times. If it throws, nothing is written.</param>
    /// <param name="priority">The write's priority.</param>
    /// <returns>Whether a live entry was in memory; if not, nothing was done.</returns>
    /// <exception cref="InvalidOperationException">The action writes the key that it updates, or waits for another write of it.</exception>
    bool Update<TArg>(in TKey key, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority = FlushPriority.Normal);

    /// <summary>Removes an entry from memory, and later from the store, whether or not it is in memory.</summary>
    void Remove(in TKey key, FlushPriority priority = FlushPriority.Normal);

    /// <summary>
    /// Reads an entry from memory, or else from the store, and keeps the loaded entry. Concurrent callers of one key share one load. A
    /// load never replaces a newer write. <c>GetAsync</c> returns the same as a nullable value.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="ct">Cancels this caller's wait, but not the load.</param>
    /// <returns>The value, if there is one. An exception of the store's load reaches every caller that shares the load.</returns>
    ValueTask<LoadResult<TValue>> LookupAsync(TKey key, CancellationToken ct = default);

    /// <summary>Writes an entry, and completes when the write is as durable as requested.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="durability">The state of the write to wait for.</param>
    /// <param name="priority">The write's priority.</param>
    /// <param name="ct">Cancels the wait. A write that is accepted already stays accepted.</param>
    /// <exception cref="DeadLetteredException">The store refused the write for good, or it cannot be serialised for the log.</exception>
    /// <exception cref="WriteAheadLogException">The log has failed (<see cref="WriteDurability.Logged"/>).</exception>
    /// <exception cref="InvalidOperationException">The cache has no log (<see cref="WriteDurability.Logged"/>).</exception>
    ValueTask SetAsync(
        TKey key, TValue value, WriteDurability durability = WriteDurability.Memory,
        FlushPriority priority = FlushPriority.Normal, CancellationToken ct = default);

    /// <summary>Removes an entry, and completes when the remove is as durable as requested.</summary>
    /// <exception cref="DeadLetteredException">The store refused the remove for good, or it cannot be serialised for the log.</exception>
    ValueTask RemoveAsync(TKey key, WriteDurability durability = WriteDurability.Memory, CancellationToken ct = default);

    /// <summary>Changes an entry atomically, after loading it if it is not in memory.</summary>
    /// <returns>Whether there was an entry, in memory or in the store; if not, nothing was done.</returns>
    /// <exception cref="DeadLetteredException">The store refused the write for good, or it cannot be serialised for the log.</exception>
    /// <exception cref="InvalidOperationException">The action writes the key that it updates, or waits for another write of it.</exception>
    ValueTask<bool> UpdateAsync<TArg>(
        TKey key, TArg arg, UpdateAction<TValue, TArg> update,
        WriteDurability durability = WriteDurability.Memory, CancellationToken ct = default);

    /// <summary>Completes when every write accepted before the call is stored or dead-lettered. Later writes do not prolong it.</summary>
    /// <param name="ct">Cancels the wait, but not the flush.</param>
    ValueTask<FlushReport> FlushAsync(CancellationToken ct = default);

    /// <summary>
    /// Completes when the newest write of one key, accepted before the call, is stored, or when nothing of the key is dirty. It is stored
    /// at once; other entries wait for their time.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="ct">Cancels the wait, but not the flush.</param>
    /// <exception cref="DeadLetteredException">The store refused the write for good, or refused one write of the key after the other, each
    /// replaced by a newer one, as often as a write may be tried.</exception>
    ValueTask FlushAsync(TKey key, CancellationToken ct = default);

    /// <summary>Has an observer told what the flusher does.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>A subscription. Disposing of it ends it; a call of the observer that is under way goes on.</returns>
    IDisposable Subscribe(IWriteBackObserver<TKey, TValue> observer);

    /// <summary>
    /// Refuses writes, drains for at most <see cref="WriteBackOptions.ShutdownTimeout"/>, and then stops. Disposing does the same.
    /// A further call returns the first call's report.
    /// </summary>
    /// <param name="ct">Ends the draining early. Writes that are dirty then stay in the log, or are lost without one.</param>
    ValueTask<DrainReport> CloseAsync(CancellationToken ct = default);

    /// <summary>
    /// Enumerates the live entries, each untorn, in no particular order. No key is yielded twice, and a key that has a live entry during
    /// the whole enumeration is yielded exactly once, with a value that it had meanwhile. A key that is added, removed, evicted or loaded
    /// during the enumeration may be yielded or not.
    /// </summary>
    /// <remarks>
    /// The entries are not copied first, and no lock is held between two of them. To yield no key twice, an enumeration remembers the
    /// keys that it has yielded of one shard: at most those of all entries in a cache below 4,096 entries, a part of them in a larger one.
    /// </remarks>
    IEnumerable<KeyValuePair<TKey, TValue>> Snapshot();
}
