using System.Diagnostics;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>A store without a cache.</summary>
internal static class StoreAlone
{
    /// <summary>How long a loop takes that brings rows to the store, batch after batch.</summary>
    public static async Task<TimeSpan> MeasureAsync(IWriteBackStore<EntryKey, EntryValue> store, EntryKey[] keys, int batchSize)
    {
        if (store is IPreparableStore preparable)
            await preparable.PrepareAsync(new StoreContext(MessagePackColumn.DefaultOptions), CancellationToken.None);
        WriteBatch<EntryKey, EntryValue>[] batches =
        [
            .. keys.Select(Entry).Chunk(batchSize).Select(static (entries, number) =>
                WriteBatchAccess.Batch(EntryCache.Schema, MessagePackColumn.DefaultOptions, number + 1, entries)),
        ];
        long begin = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
            await store.WriteAsync(batch, CancellationToken.None);
        return Stopwatch.GetElapsedTime(begin);
    }

    private static WriteEntry<EntryKey, EntryValue> Entry(EntryKey key, int write) =>
        WriteBatchAccess.Entry(key, EntryValue.Of(in key, write), WriteKind.Upsert, write + 1, FlushPriority.Normal, attempt: 1);
}
