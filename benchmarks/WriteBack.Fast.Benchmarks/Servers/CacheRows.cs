namespace WriteBack.Fast.Benchmarks.Servers;

/// <summary>Through this cache.</summary>
internal sealed class CacheRows : IRows
{
    private readonly EntryCache _cache;

    private CacheRows(EntryCache cache) => _cache = cache;

    /// <param name="store">The store of the server.</param>
    /// <param name="batch">The most rows in a call of it.</param>
    /// <param name="entries">How many keys there are: all may be dirty without a writer being slowed down.</param>
    public static async Task<CacheRows> OpenAsync(IWriteBackStore<EntryKey, EntryValue> store, int batch, int entries) =>
        new(await EntryCache.OpenAsync(store, new WriteBackOptions { Capacity = 4 * entries, MaxBatchSize = batch }));

    public async Task WriteAsync(ReadOnlyMemory<EntryKey> keys, long score)
    {
        foreach (ref readonly var key in keys.Span)
            _cache.Set(in key, new EntryValue(score, 1, 2, 3));
        await _cache.FlushAsync();
    }

    public ValueTask DisposeAsync() => _cache.DisposeAsync();
}
