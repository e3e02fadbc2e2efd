namespace WriteBack.Fast;

/// <summary>
/// The writes that a cache's store could not take, oldest first. Bounded: the oldest make room for the newest. Thread-safe.
/// </summary>
public interface IDeadLetterQueue<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>How many letters there are.</summary>
    int Count { get; }

    /// <summary>The letters as they are when the enumeration begins, oldest first.</summary>
    IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync(CancellationToken ct = default);

    /// <summary>Forgets all letters.</summary>
    ValueTask ClearAsync(CancellationToken ct = default);
}
