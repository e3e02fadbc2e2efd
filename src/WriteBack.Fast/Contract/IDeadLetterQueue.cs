namespace WriteBack.Fast;

/// <summary>
/// The writes that a cache's store refused for good, oldest first. The number of letters is bounded: a new letter replaces the
/// oldest at the bound. Thread-safe.
/// </summary>
/// <remarks>After the cache is closed, the letters can still be counted and read, but not replayed or cleared.</remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public interface IDeadLetterQueue<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The number of letters.</summary>
    int Count { get; }

    /// <summary>Enumerates the letters that exist when the enumeration begins, oldest first.</summary>
    /// <param name="ct">Ends the enumeration.</param>
    IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync(CancellationToken ct = default);

    /// <summary>
    /// Writes each letter again, unless its key has been written since: a replay never replaces a newer write. In both cases the letter
    /// is gone when the key's write is stored. Completes when the writes are accepted. They wait for space, whatever
    /// <see cref="WriteBackOptions.Overflow"/> says; <c>FlushAsync</c> then waits for the store.
    /// </summary>
    /// <param name="ct">Ends the replay between two letters. Letters replayed before stay replayed.</param>
    /// <returns>The number of letters replayed and superseded.</returns>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    ValueTask<ReplayReport> ReplayAsync(CancellationToken ct = default);

    /// <summary>Deletes all letters. Writes that a replay has begun are stored all the same.</summary>
    /// <param name="ct">Cancels the call before it deletes anything.</param>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    ValueTask ClearAsync(CancellationToken ct = default);
}
