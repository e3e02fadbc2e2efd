namespace WriteBack.Fast.Tests.Flush;

/// <summary>
/// Writes that block every thread of the pool must not block what they wait for. The pool is the process's, so nothing else may run
/// beside this.
/// </summary>
[CollectionDefinition(nameof(StarvationTests), DisableParallelization = true)]
[Collection(nameof(StarvationTests))]
public sealed class StarvationTests : IDisposable
{
    private const int BatchSize = 100;

    // Bounds a hang, and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly int _mostThreads;
    private readonly int _mostPorts;

    public StarvationTests() => ThreadPool.GetMaxThreads(out _mostThreads, out _mostPorts);

    public void Dispose() => ThreadPool.SetMaxThreads(_mostThreads, _mostPorts);

    /// <summary>The store takes 20 ms a batch, 1 s in all. The completions of its delays are what needs the pool.</summary>
    [Fact]
    public async Task Blocked_writes_take_a_small_multiple_of_the_stores_time()
    {
        const int writers = 100;
        const int each = 50;
        var store = new Store(static () => Task.Delay(20));
        var took = await WriteAsync(store, writers, each, isToGrow: true);

        Assert.Equal(writers * each, store.Stored);
        Assert.InRange(took, TimeSpan.FromSeconds(1), Patience);
    }

    /// <summary>The pool cannot grow, and each of its threads is blocked in a write until the last write has room.</summary>
    [Fact]
    public async Task A_store_that_needs_no_thread_of_the_pool_is_written_without_one()
    {
        ThreadPool.GetMinThreads(out int threads, out int ports);
        threads = Math.Max(threads, Environment.ProcessorCount);
        Assert.True(ThreadPool.SetMaxThreads(threads, Math.Max(ports, _mostPorts)));
        var store = new Store(static () => Task.CompletedTask);

        await WriteAsync(store, 4 * threads, 1_000, isToGrow: false);

        Assert.Equal(4_000 * threads, store.Stored);
    }

    private async Task<TimeSpan> WriteAsync(Store store, int writers, int each, bool isToGrow)
    {
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions
        {
            Capacity = 2_000,
            MaxBatchSize = BatchSize,
            GrowThreadPool = isToGrow,
        });
        long began = TimeProvider.System.GetTimestamp();
        var writes = Enumerable.Range(0, writers).Select(writer => Task.Run(() =>
        {
            for (int write = 0; write < each; write++)
                cache.Set(writer * each + write, Quad.Of(write));
        })).ToArray();

        // This thread may be one of the pool as well. If the writes wait for a thread, they get one now, and the test fails.
        bool haveEnded = Task.WaitAll(writes, Patience);
        Dispose();
        Assert.True(haveEnded);
        await cache.FlushAsync();
        return TimeProvider.System.GetElapsedTime(began);
    }

    private sealed class Store(Func<Task> work) : IWriteBackStore<long, Quad>
    {
        public int Stored { get; private set; }

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            await work();
            Stored += batch.Count;
        }
    }
}
