namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>
/// Each thread of the pool is blocked in a write that waits for a flush, and the pool cannot grow. The pool is the process's, so
/// nothing else may run beside this.
/// </summary>
[CollectionDefinition(nameof(StarvedPoolTests), DisableParallelization = true)]
[Collection(nameof(StarvedPoolTests))]
public sealed class StarvedPoolTests(PostgreSqlFixture server) : IClassFixture<PostgreSqlFixture>
{
    private const int Each = 500;

    // Bounds a hang, and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sqlite_is_written_without_a_thread_of_the_pool()
    {
        await using var folder = new CacheFolder();
        await using var cache = await folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync, Options);
        await AssertAllStoredAsync(cache);
    }

    [Fact]
    public async Task PostgreSql_is_written_without_a_thread_of_the_pool()
    {
        await using var database = server.CreateDataSource();
        await using var cache = await PlayerCache.OpenAsync(PostgreSqlStore.Create(database, PlayerCache.Schema), Options, Ct);
        await AssertAllStoredAsync(cache);
    }

    private static WriteBackOptions Options => new() { Capacity = 1_000, MaxBatchSize = 100, GrowThreadPool = false };

    private static async Task AssertAllStoredAsync(PlayerCache cache)
    {
        ThreadPool.GetMaxThreads(out int most, out int ports);
        ThreadPool.GetMinThreads(out int least, out _);
        int threads = Math.Max(least, Environment.ProcessorCount);
        Assert.True(ThreadPool.SetMaxThreads(threads, ports));
        var writes = Enumerable.Range(0, 4 * threads).Select(writer => Task.Run(() =>
        {
            for (int player = 0; player < Each; player++)
                cache.Set(writer, player, Players.State(player));
        }, Ct)).ToArray();

        // This thread may be one of the pool as well. If the writes wait for a thread, they get one now, and the test fails.
        bool haveEnded = Task.WaitAll(writes, Patience);
        ThreadPool.SetMaxThreads(most, ports);
        Assert.True(haveEnded);
        await cache.FlushAsync(Ct);
        Assert.Equal(writes.Length * Each, cache.Statistics.Stored);
    }
}
