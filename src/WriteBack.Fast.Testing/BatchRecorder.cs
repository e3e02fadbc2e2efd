using System.Collections.Immutable;

namespace WriteBack.Fast;

/// <summary>Copies batches, which are pooled, and keeps what became of them. Thread-safe.</summary>
internal sealed class BatchRecorder<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly Lock _lock = new();
    private readonly List<RecordedBatch<TKey, TValue>> _batches = [];

    public IReadOnlyList<RecordedBatch<TKey, TValue>> Batches
    {
        get
        {
            lock (_lock)
                return [.. _batches];
        }
    }

    /// <returns>The batch's place, for <see cref="End"/>.</returns>
    public int Begin(WriteBatch<TKey, TValue> batch)
    {
        lock (_lock)
        {
            _batches.Add(new RecordedBatch<TKey, TValue>(
                batch.Id, [.. batch.Entries], BatchOutcome.Pending, Error: null, Rejected: []));
            return _batches.Count - 1;
        }
    }

    public void End(int place, WriteBatch<TKey, TValue> batch, Exception? error)
    {
        ImmutableArray<int> rejected = [.. batch.Rejections().Keys];
        lock (_lock)
        {
            var outcome = error is null ? BatchOutcome.Stored : BatchOutcome.Failed;
            _batches[place] = _batches[place] with { Outcome = outcome, Error = error, Rejected = rejected };
        }
    }
}
