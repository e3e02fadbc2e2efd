using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>Takes about a millisecond for a batch, and records which write each row has and when it was stored.</summary>
internal sealed class RecordingStore : IWriteBackStore<EntryKey, EntryValue>
{
    private readonly Lock _lock = new();
    private readonly List<StoredRow> _rows = [];
    private readonly List<StoreCall> _calls = [];

    /// <summary>The rows in the order in which they were stored. To be read when the cache is closed.</summary>
    public IReadOnlyList<StoredRow> Rows => _rows;

    /// <summary>The calls in the order of their ends. To be read when the cache is closed.</summary>
    public IReadOnlyList<StoreCall> Calls => _calls;

    public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => new(LoadResult<EntryValue>.NotFound);

    public async ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct)
    {
        long begin = Stopwatch.GetTimestamp();

        // A timer of .NET may take 4 ms where this takes 1.1.
        await Task.Run(static () => Thread.Sleep(1), ct);
        long end = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _calls.Add(new StoreCall(begin, end));
            foreach (ref readonly var entry in batch.Entries)
                _rows.Add(new StoredRow((int)entry.Value.Level, end));
        }
    }
}

/// <summary>When a call of the store began and ended, in ticks of the stopwatch.</summary>
internal readonly record struct StoreCall(long Begin, long End);
