using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests;

/// <summary>
/// Takes its time, fails for a while in one call of five, and notes when it is shown a key twice at a time, in one batch or
/// in two, or when a key's versions do not grow.
/// </summary>
public sealed class FlakyStore<TKey, TValue>(IWriteBackStore<TKey, TValue> inner, int seed) : IWriteBackStore<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly ConcurrentDictionary<TKey, long> _versions = [];
    private readonly ConcurrentDictionary<TKey, long> _inBatch = [];
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly Random _random = new(seed);

    public IReadOnlyCollection<string> Faults => _faults;

    public ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct) => inner.LoadAsync(key, ct);

    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        int dice;
        lock (_random)
            dice = _random.Next(20);
        Enter(batch);
        try
        {
            for (int turn = 0; turn < dice; turn++)
                await Task.Yield();
            if (dice % 5 == 0)
                throw new TimeoutException();
            await inner.WriteAsync(batch, ct);
        }
        finally
        {
            foreach (ref readonly var entry in batch.Entries)
                _inBatch.TryRemove(entry.Key, out _);
        }
    }

    private void Enter(WriteBatch<TKey, TValue> batch)
    {
        foreach (ref readonly var entry in batch.Entries)
        {
            if (!_inBatch.TryAdd(entry.Key, batch.Id))
                _faults.Enqueue($"key {entry.Key} of batch {batch.Id} is in batch {_inBatch.GetValueOrDefault(entry.Key)} too");
            if (_versions.TryGetValue(entry.Key, out long last) && last >= entry.Version)
                _faults.Enqueue($"key {entry.Key} has version {entry.Version} after {last}");
            _versions[entry.Key] = entry.Version;
        }
    }
}
