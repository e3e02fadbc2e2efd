namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>This cache, which brings batches to SQLite on another thread.</summary>
internal sealed class WriteBackSide : ISide
{
    private readonly SqliteStore<EntryKey, EntryValue> _store;
    private readonly EntryCache _cache;

    private WriteBackSide(SqliteStore<EntryKey, EntryValue> store, EntryCache cache) => (_store, _cache) = (store, cache);

    /// <param name="path">The database.</param>
    /// <param name="batch">The most rows in a transaction.</param>
    /// <param name="entries">How many keys there are: all may be dirty without a writer being slowed down.</param>
    public static async Task<WriteBackSide> OpenAsync(string path, int batch, int entries)
    {
        var store = SqliteStore.Create(SqliteFile.ConnectionString(path), EntryCache.Schema);
        var options = new WriteBackOptions { Capacity = 4 * entries, MaxBatchSize = batch };
        return new WriteBackSide(store, await EntryCache.OpenAsync(store, options));
    }

    public void Write(in EntryKey key, in EntryValue value) => _cache.Set(in key, in value);

    public async ValueTask StoreAsync() => await _cache.FlushAsync();

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        await _store.DisposeAsync();
    }
}
