namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>Takes its time for a batch: it awaits a timer, or blocks the thread that calls it.</summary>
internal sealed class PausingStore(TimeSpan pause, bool blocks) : IWriteBackStore<EntryKey, EntryValue>
{
    public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => new(LoadResult<EntryValue>.NotFound);

    public async ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct)
    {
        if (blocks)
            Thread.Sleep(pause);
        else
            await Task.Delay(pause, ct);
    }
}
