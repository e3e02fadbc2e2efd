namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>
/// A folder for tests of a cache on its store. Whoever wants a store has to open a cache here, and the end of the folder
/// closes each and checks its ledger, so that no test can forget to.
/// </summary>
internal sealed class CacheFolder : SqliteFolder
{
    private readonly List<(IAsyncDisposable Cache, Func<WriteBackStatistics> Statistics)> _caches = [];

    /// <summary>Where dead letters may be kept.</summary>
    public string Letters => Path.Combine(Path.GetDirectoryName(File)!, "letters");

    /// <summary>Opens a cache on a store of its own.</summary>
    /// <param name="schema">The cache's.</param>
    /// <param name="open">The cache's <c>OpenAsync</c>, or what puts something between the cache and its store.</param>
    /// <param name="options">The cache's; by default it flushes when the test says so, or has a batch full.</param>
    /// <param name="connectionString">The store's; by default that of the folder's database.</param>
    public async Task<TCache> OpenAsync<TCache, TKey, TValue>(
        EntrySchema<TKey, TValue> schema,
        Func<SqliteStore<TKey, TValue>, WriteBackOptions, CancellationToken, ValueTask<TCache>> open,
        WriteBackOptions? options = null,
        string? connectionString = null)
        where TCache : IWriteBackCache<TKey, TValue>
        where TKey : struct
        where TValue : notnull
    {
        var cache = await open(OpenStore(schema, connectionString), options ?? Manual.Flushes, CancellationToken.None);
        _caches.Add((cache, () => cache.Statistics));
        return cache;
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var (cache, statistics) in _caches)
            {
                await cache.DisposeAsync();
                Ledger.AssertBalanced(statistics());
            }
        }
        finally
        {
            await base.DisposeAsync();
        }
    }
}
