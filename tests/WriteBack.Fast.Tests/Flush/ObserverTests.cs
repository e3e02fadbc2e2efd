using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests.Flush;

public class ObserverTests
{
    private const int ObserverFailed = 21;

    [Fact]
    public async Task What_is_stored_is_told_before_it_counts_as_clean_on_a_flush_thread()
    {
        await using var fixture = await OpenAsync();
        var cache = fixture.Cache;
        string? thread = null;
        int dirty = -1;
        var observer = new Recorder { WhenStored = () => (thread, dirty) = (Thread.CurrentThread.Name, cache.DirtyCount) };
        using var subscription = cache.Subscribe(observer);
        cache.Set(1, Quad.Of(1));
        cache.Remove(2);
        await cache.FlushAsync();
        Assert.Equal(("WriteBack.Fast flush", 2), (thread, dirty));
        Assert.Equal(
            [(1L, Quad.Of(1), WriteKind.Upsert), (2L, default, WriteKind.Delete)],
            observer.Stored.OrderBy(static entry => entry.Key));
    }

    [Fact]
    public async Task What_the_store_rejects_is_told_as_a_dead_letter_and_the_rest_of_its_batch_as_stored()
    {
        var time = new TestClock();
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new RejectingStore(), new WriteBackOptions { TimeProvider = time, Retry = { MaxAttempts = 2 } });
        var observer = new Recorder();
        using var subscription = cache.Subscribe(observer);
        for (int key = 0; key < 7; key++)
            cache.Set(key, Quad.Of(key));
        await time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal([1, 2, 4, 5], observer.Stored.Select(static entry => entry.Key).Order());
        Assert.Equal([0, 3, 6], observer.Letters.Select(static letter => letter.Key).Order());
        Assert.All(observer.Letters, static letter => Assert.Equal(2, letter.Attempts));
    }

    [Fact]
    public async Task An_outage_is_told_when_it_begins_and_when_it_ends()
    {
        await using var fixture = await OpenAsync();
        var observer = new Recorder();
        using var subscription = fixture.Cache.Subscribe(observer);
        fixture.Store.FailNext(int.MaxValue, new TimeoutException("down"));
        fixture.Cache.Set(1, Quad.Of(1));
        var flush = fixture.Cache.FlushAsync().AsTask();
        var began = fixture.Time.GetUtcNow();
        while (fixture.Time.GetUtcNow() - began < TimeSpan.FromMinutes(1))
            await fixture.Time.AdvanceAsync(flush);
        fixture.Store.Cure();
        await fixture.Time.AdvanceUntil(flush);
        Assert.Equal("down", Assert.Single(observer.Downs).Message);
        Assert.InRange(Assert.Single(observer.Ups), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task One_that_throws_harms_neither_the_cache_nor_another_observer_and_is_logged()
    {
        using var log = new RecordingLogger();
        await using var fixture = await OpenAsync(options => options.LoggerFactory = log);
        var observer = new Recorder();
        using var first = fixture.Cache.Subscribe(new Recorder { WhenStored = static () => throw new InvalidOperationException("mine") });
        using var second = fixture.Cache.Subscribe(observer);
        await fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
        Assert.Single(observer.Stored);
        Assert.Equal((1, 0), (fixture.Rows.Count, fixture.Cache.DirtyCount));
        Assert.Equal([ObserverFailed], log.Ids);
    }

    [Fact]
    public async Task Each_subscription_ends_by_itself()
    {
        await using var fixture = await OpenAsync();
        var observer = new Recorder();
        var first = fixture.Cache.Subscribe(observer);
        using var second = fixture.Cache.Subscribe(observer);
        await fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
        Assert.Equal(2, observer.Stored.Count);
        first.Dispose();
        first.Dispose();
        await fixture.Cache.SetAsync(2, Quad.Of(2), WriteDurability.Stored);
        Assert.Equal(3, observer.Stored.Count);
    }

    private static Task<CacheFixture<QuadCache, long, Quad>> OpenAsync(Action<WriteBackOptions>? configure = null) =>
        Open.QuadsAsync(options =>
        {
            options.FlushInterval = Timeout.InfiniteTimeSpan;
            configure?.Invoke(options);
        });

    private sealed class Recorder : IWriteBackObserver<long, Quad>
    {
        public Action? WhenStored { get; init; }

        public ConcurrentQueue<(long Key, Quad Value, WriteKind Kind)> Stored { get; } = [];

        public ConcurrentQueue<DeadLetter<long, Quad>> Letters { get; } = [];

        public ConcurrentQueue<Exception> Downs { get; } = [];

        public ConcurrentQueue<TimeSpan> Ups { get; } = [];

        public void OnStored(ReadOnlySpan<WriteEntry<long, Quad>> entries)
        {
            WhenStored?.Invoke();
            foreach (ref readonly var entry in entries)
                Stored.Enqueue((entry.Key, entry.Value, entry.Kind));
        }

        public void OnDeadLettered(DeadLetter<long, Quad> letter) => Letters.Enqueue(letter);

        public void OnStoreDown(Exception reason) => Downs.Enqueue(reason);

        public void OnStoreUp(TimeSpan downtime) => Ups.Enqueue(downtime);
    }

    /// <summary>Rejects every third key by name.</summary>
    private sealed class RejectingStore : IWriteBackStore<long, Quad>
    {
        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            for (int index = 0; index < batch.Count; index++)
            {
                if (batch.Entries[index].Key % 3 == 0)
                    batch.Reject(index, new InvalidDataException());
            }

            return ValueTask.CompletedTask;
        }
    }
}
