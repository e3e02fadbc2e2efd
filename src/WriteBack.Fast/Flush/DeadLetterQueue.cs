using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Dead letters in memory.</summary>
internal sealed class DeadLetterQueue<TKey, TValue> : IDeadLetterQueue<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The most letters kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<DeadLetter<TKey, TValue>> _letters = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _letters.Count;
        }
    }

    /// <summary>Adds a letter.</summary>
    /// <returns>The one that had to go for it, if any.</returns>
    public DeadLetter<TKey, TValue>? Add(DeadLetter<TKey, TValue> letter)
    {
        lock (_lock)
        {
            var dropped = _letters.Count == Capacity ? _letters.Dequeue() : null;
            _letters.Enqueue(letter);
            return dropped;
        }
    }

    public async IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        DeadLetter<TKey, TValue>[] letters;
        lock (_lock)
            letters = [.. _letters];
        foreach (var letter in letters)
        {
            ct.ThrowIfCancellationRequested();
            yield return await ValueTask.FromResult(letter).ConfigureAwait(false);
        }
    }

    public ValueTask ClearAsync(CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        lock (_lock)
            _letters.Clear();
        return ValueTask.CompletedTask;
    }
}
