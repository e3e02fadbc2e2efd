namespace WriteBack.Fast.Tests;

/// <summary>
/// A cache on a store that fails on demand, under a clock that the test moves. Its end closes the cache and checks the
/// ledger, so that no test can forget to.
/// </summary>
public sealed class CacheFixture<TCache, TKey, TValue> : IAsyncDisposable
    where TCache : class, IWriteBackCache<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private CacheFixture(TCache cache, InMemoryStore<TKey, TValue> rows, FaultInjectingStore<TKey, TValue> store, TestClock time) =>
        (Cache, Rows, Store, Time, Started) = (cache, rows, store, time, time.GetUtcNow());

    public TCache Cache { get; }

    public InMemoryStore<TKey, TValue> Rows { get; }

    public FaultInjectingStore<TKey, TValue> Store { get; }

    public TestClock Time { get; }

    public DateTimeOffset Started { get; }

    public static async Task<CacheFixture<TCache, TKey, TValue>> OpenAsync(
        Func<IWriteBackStore<TKey, TValue>, WriteBackOptions, ValueTask<TCache>> open, Action<WriteBackOptions>? configure = null)
    {
        var time = new TestClock();
        var rows = new InMemoryStore<TKey, TValue>();
        var store = new FaultInjectingStore<TKey, TValue>(rows, time);
        var options = new WriteBackOptions { TimeProvider = time };
        configure?.Invoke(options);
        return new CacheFixture<TCache, TKey, TValue>(await open(store, options), rows, store, time);
    }

    /// <summary>Checks that the store holds exactly the cache's live entries.</summary>
    public void AssertStoreEqualsCache() =>
        Assert.Equal(new Dictionary<TKey, TValue>(Cache.Snapshot()), new Dictionary<TKey, TValue>(Rows.Rows));

    public async ValueTask DisposeAsync()
    {
        Store.Cure();
        Store.Resume();
        Store.ResumeLoads();
        Store.Delay(TimeSpan.Zero);
        await Time.AdvanceUntil(Cache.CloseAsync().AsTask());
        Ledger.AssertBalanced(Cache.Statistics);
    }
}

internal static class Ledger
{
    public static void AssertBalanced(WriteBackStatistics statistics) =>
        Assert.Equal(statistics.Writes, statistics.Coalesced + statistics.Stored + statistics.DeadLettered + statistics.Pending);
}

/// <summary>Opens the caches of all tests, so that none can forget to check their ledgers.</summary>
internal static class Open
{
    /// <summary>Opens a cache on a store and a clock of the test's own. The ledger is checked after the test.</summary>
    public static async Task<TCache> OnAsync<TCache, TKey, TValue>(
        Func<IWriteBackStore<TKey, TValue>, WriteBackOptions?, CancellationToken, ValueTask<TCache>> open,
        IWriteBackStore<TKey, TValue> store, WriteBackOptions? options = null, CancellationToken ct = default)
        where TCache : class, IWriteBackCache<TKey, TValue>
        where TKey : struct
        where TValue : notnull
    {
        var cache = await open(store, options, ct);
        LedgerCheckAttribute.Watch(() => cache.Statistics);
        return cache;
    }

    public static Task<CacheFixture<QuadCache, long, Quad>> QuadsAsync(Action<WriteBackOptions>? configure = null) =>
        CacheFixture<QuadCache, long, Quad>.OpenAsync(static (store, options) => QuadCache.OpenAsync(store, options), configure);

    public static Task<CacheFixture<MeteredCache, long, Quad>> MeteredAsync(Action<WriteBackOptions>? configure = null) =>
        CacheFixture<MeteredCache, long, Quad>.OpenAsync(static (store, options) => MeteredCache.OpenAsync(store, options), configure);

    public static Task<CacheFixture<PlayerCache, PlayerKey, PlayerState>> PlayersAsync(Action<WriteBackOptions>? configure = null) =>
        CacheFixture<PlayerCache, PlayerKey, PlayerState>.OpenAsync(
            static (store, options) => PlayerCache.OpenAsync(store, options), configure);

    public static Task<CacheFixture<SessionCache, SessionKey, Session>> SessionsAsync(Action<WriteBackOptions>? configure = null) =>
        CacheFixture<SessionCache, SessionKey, Session>.OpenAsync(
            static (store, options) => SessionCache.OpenAsync(store, options), configure);
}
