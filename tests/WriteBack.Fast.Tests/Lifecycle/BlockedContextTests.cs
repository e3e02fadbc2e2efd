namespace WriteBack.Fast.Tests.Lifecycle;

/// <summary>A caller that blocks its own synchronization context waits for nothing that would need the context.</summary>
public class BlockedContextTests
{
    [Fact]
    public async Task Every_call_ends_although_nobody_runs_what_is_posted()
    {
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>(TimeSpan.FromMilliseconds(1)));
        var ended = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = new DeafContext();
        new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            ended.SetResult(Use(cache));
        })
        {
            IsBackground = true,
        }.Start();

        Assert.Equal(2, await ended.Task);
        Assert.Equal(3, cache.Statistics.Stored);
        Assert.Equal(0, context.Posts);
    }

    private static long Use(QuadCache cache)
    {
        cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask().Wait();
        cache.Set(2, Quad.Of(2));
        Assert.Null(cache.GetAsync(3).AsTask().Result);
        long flushed = cache.FlushAsync().AsTask().Result.Stored;
        cache.Set(3, Quad.Of(3));
        return flushed + cache.CloseAsync().AsTask().Result.Stored;
    }

    /// <summary>Takes what is posted and never runs it.</summary>
    private sealed class DeafContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posts);
    }
}
