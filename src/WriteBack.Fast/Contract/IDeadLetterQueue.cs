namespace WriteBack.Fast;

/// <summary>
/// The writes that a cache's store could not take, oldest first. Bounded: the oldest make room for the newest. Thread-safe.
/// </summary>
/// <remarks>Once the cache is closed the letters can still be counted and read, but not replayed or cleared.</remarks>
public interface IDeadLetterQueue<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>How many letters there are.</summary>
    int Count { get; }

    /// <summary>The letters as they are when the enumeration begins, oldest first.</summary>
    IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync(CancellationToken ct = default);

    /// <summary>
    /// Writes each letter again, unless its key has been written since: a replay never replaces a newer write. Either way
    /// the letter is gone when its key's write is stored. Completes when the writes are accepted, which may have to wait for
    /// space, whatever <see cref="WriteBackOptions.Overflow"/> says; <c>FlushAsync</c> then waits for the store.
    /// </summary>
    /// <param name="ct">Ends it between two letters; those that were replayed by then stay so.</param>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    ValueTask<ReplayReport> ReplayAsync(CancellationToken ct = default);

    /// <summary>Forgets all letters. Those being replayed are stored all the same.</summary>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    ValueTask ClearAsync(CancellationToken ct = default);
}
