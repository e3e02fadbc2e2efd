namespace WriteBack.Fast.Tests.Lifecycle;

public class StubbornStoreTests
{
    [Fact]
    public async Task A_store_whose_cancellation_throws_does_not_keep_the_cache_from_closing()
    {
        var store = new StubbornStore();
        var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions { FlushInterval = Timeout.InfiniteTimeSpan });
        var stored = cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask();
        await store.Writing.Task;
        var report = await cache.CloseAsync(new CancellationToken(canceled: true));
        Assert.Equal(1, report.Abandoned);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stored);
    }

    [Fact]
    public async Task Closing_tells_those_who_wait_for_a_load_that_hangs()
    {
        var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new StubbornStore(), new WriteBackOptions { FlushInterval = Timeout.InfiniteTimeSpan });
        var load = cache.GetAsync(1).AsTask();
        await cache.CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => load);
    }

    private sealed class StubbornStore : IWriteBackStore<long, Quad>
    {
        public TaskCompletionSource Writing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) =>
            await new TaskCompletionSource<LoadResult<Quad>>().Task;

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            var never = new TaskCompletionSource();
            using var registration = ct.Register(static () => throw new InvalidOperationException("cannot be cancelled now"));
            Writing.SetResult();
            await never.Task;
        }
    }
}
