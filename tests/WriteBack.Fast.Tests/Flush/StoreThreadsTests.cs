namespace WriteBack.Fast.Tests.Flush;

/// <summary>Where the store is called, and where what it awaits goes on.</summary>
public class StoreThreadsTests
{
    [Fact]
    public async Task The_store_is_called_on_a_flush_thread_and_comes_back_to_one()
    {
        var names = new List<string?>();
        await using var cache = await OpenAsync(async () =>
        {
            names.Add(Thread.CurrentThread.Name);
            await Task.Delay(1);
            names.Add(Thread.CurrentThread.Name);
            await Task.Run(static () => { });
            names.Add(Thread.CurrentThread.Name);
            var posted = new TaskCompletionSource<string?>();
            SynchronizationContext.Current!.Post(_ => posted.SetResult(Thread.CurrentThread.Name), state: null);
            names.Add(await posted.Task);
        });

        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
        await cache.SetAsync(1, Quad.Of(2), WriteDurability.Stored);

        Assert.Equal(8, names.Count);
        Assert.All(names, static name => Assert.Equal(FlushThreads.Name, name));
    }

    [Fact]
    public async Task After_a_retrys_delay_and_behind_a_log_the_store_is_called_on_a_flush_thread_as_well()
    {
        using var folder = new TemporaryFolder();
        var names = new List<string?>();
        await using var cache = await OpenAsync(
            () =>
            {
                names.Add(Thread.CurrentThread.Name);
                return names.Count % 2 == 1 ? throw new TimeoutException() : Task.CompletedTask;
            },
            options =>
            {
                options.Log = new WriteAheadLogOptions { Directory = folder.Path };
                options.Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(1) };
            });

        for (int write = 0; write < 20; write++)
            await cache.SetAsync(write, Quad.Of(write), WriteDurability.Stored);
        await cache.CloseAsync();

        Assert.Equal(40, names.Count);
        Assert.All(names, static name => Assert.Equal(FlushThreads.Name, name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_store_that_blocks_on_its_own_tasks_does_not_wait_for_itself(int workers)
    {
        await using var cache = await OpenAsync(
            () =>
            {
                BackAsync().Wait();
                return Task.FromResult(BackAsync().Result);
            },
            options => options.MaxConcurrentFlushes = workers);

        for (int key = 0; key < 100; key++)
            cache.Set(key, Quad.Of(key));
        await cache.FlushAsync();

        Assert.Equal(100, cache.Statistics.Stored);

        static async Task<int> BackAsync()
        {
            await Task.Yield();
            await Task.Delay(1);
            return 1;
        }
    }

    [Fact]
    public async Task The_openers_execution_context_does_not_reach_the_store()
    {
        var local = new AsyncLocal<string?> { Value = "opener" };
        var seen = new List<string?>();
        await using var cache = await OpenAsync(async () =>
        {
            seen.Add(local.Value);
            local.Value = "store";
            await Task.Yield();
            seen.Add(local.Value);
        });

        for (int write = 0; write < 5; write++)
            await cache.SetAsync(write, Quad.Of(write), WriteDurability.Stored);

        Assert.Equal([.. Enumerable.Repeat<string?[]>([null, "store"], 5).SelectMany(static pair => pair)], seen);
    }

    [Fact]
    public async Task What_a_store_leaves_to_throw_in_its_context_is_logged_and_stops_nothing()
    {
        var log = new RecordingLogger();
        await using var cache = await OpenAsync(
            static () =>
            {
                ThrowLater();
                return Task.CompletedTask;
            },
            options => options.LoggerFactory = log);

        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
        await cache.SetAsync(2, Quad.Of(2), WriteDurability.Stored);
        await Eventually.Holds(() => log.Ids.Count(static id => id == 19) == 2);

        // Nobody awaits it, so its exception goes to the context.
        static async void ThrowLater()
        {
            await Task.Yield();
            throw new InvalidDataException("thrown");
        }
    }

    [Fact]
    public async Task A_load_runs_in_no_context()
    {
        SynchronizationContext? seen = new();
        await using var cache = await OpenAsync(static () => Task.CompletedTask, onLoad: async () =>
        {
            await Task.Yield();
            seen = SynchronizationContext.Current;
        });

        await cache.GetAsync(1);

        Assert.Null(seen);
    }

    private static async Task<QuadCache> OpenAsync(
        Func<Task> onWrite, Action<WriteBackOptions>? configure = null, Func<Task>? onLoad = null)
    {
        var options = new WriteBackOptions { MaxBatchSize = 10, FlushInterval = TimeSpan.FromMilliseconds(10) };
        configure?.Invoke(options);
        return await Open.OnAsync(QuadCache.OpenAsync, new Store(onWrite, onLoad), options);
    }

    private sealed class Store(Func<Task> onWrite, Func<Task>? onLoad) : IWriteBackStore<long, Quad>
    {
        public async ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct)
        {
            await (onLoad?.Invoke() ?? Task.CompletedTask);
            return LoadResult<Quad>.NotFound;
        }

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct) => await onWrite();
    }
}
