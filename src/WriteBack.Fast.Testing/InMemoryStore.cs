using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast;

/// <summary>A store in memory: each batch is written at once or, when cancelled, not at all. Thread-safe.</summary>
/// <param name="latency">How long each call takes; zero completes synchronously.</param>
/// <param name="timeProvider">The clock of the latency; the system's by default.</param>
public sealed class InMemoryStore<TKey, TValue>(TimeSpan latency = default, TimeProvider? timeProvider = null)
    : IWriteBackStore<TKey, TValue>, IFailureClassifier
    where TKey : struct
    where TValue : notnull
{
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, TValue> _rows = [];

    /// <summary>How many rows there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _rows.Count;
        }
    }

    /// <summary>A copy of the rows as they are now.</summary>
    public IReadOnlyDictionary<TKey, TValue> Rows
    {
        get
        {
            lock (_lock)
                return new Dictionary<TKey, TValue>(_rows);
        }
    }

    /// <summary>Reads a row without latency.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
            return _rows.TryGetValue(key, out value);
    }

    /// <summary>Puts a row in place without a batch: what the store held before the test.</summary>
    public void Seed(TKey key, TValue value)
    {
        lock (_lock)
            _rows[key] = value;
    }

    /// <inheritdoc/>
    public async ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct)
    {
        await TakeTimeAsync(ct).ConfigureAwait(false);
        return TryGet(key, out var value) ? new LoadResult<TValue>(true, value) : LoadResult<TValue>.NotFound;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await TakeTimeAsync(ct).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (ref readonly var entry in batch.Entries)
            {
                if (entry.Kind == WriteKind.Delete)
                    _rows.Remove(entry.Key);
                else
                    _rows[entry.Key] = entry.Value;
            }
        }
    }

    /// <summary>Knows no exception: the store has none of its own.</summary>
    /// <returns><see cref="StoreFailure.Unknown"/>.</returns>
    public StoreFailure Classify(Exception exception) => StoreFailure.Unknown;

    private Task TakeTimeAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return latency > TimeSpan.Zero ? Task.Delay(latency, _timeProvider, ct) : Task.CompletedTask;
    }
}
