using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests;

/// <summary>Takes its time, fails now and then for a while, and notes when a key's versions do not grow.</summary>
public sealed class FlakyStore<TKey, TValue>(IWriteBackStore<TKey, TValue> inner, int seed) : IWriteBackStore<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly ConcurrentDictionary<TKey, long> _versions = [];
    private readonly ConcurrentQueue<TKey> _outOfOrder = [];
    private readonly Random _random = new(seed);

    public IReadOnlyCollection<TKey> OutOfOrder => _outOfOrder;

    public ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct) => inner.LoadAsync(key, ct);

    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        int dice;
        lock (_random)
            dice = _random.Next(20);
        for (int turn = 0; turn < dice; turn++)
            await Task.Yield();
        foreach (var entry in batch.Entries)
        {
            if (_versions.TryGetValue(entry.Key, out long last) && last >= entry.Version)
                _outOfOrder.Enqueue(entry.Key);
            _versions[entry.Key] = entry.Version;
        }

        if (dice % 5 == 0)
            throw new TimeoutException();
        await inner.WriteAsync(batch, ct);
    }
}
