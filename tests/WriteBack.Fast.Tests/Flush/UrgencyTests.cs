namespace WriteBack.Fast.Tests.Flush;

public class UrgencyTests
{
    [Fact]
    public async Task A_flush_is_not_prolonged_by_later_writes_that_are_more_urgent()
    {
        var store = new BusyStore();
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store,
            new WriteBackOptions { Capacity = 2_000, MaxBatchSize = 1, FlushInterval = Timeout.InfiniteTimeSpan, TimeProvider = new TestClock() });
        for (int key = 10_000; key < 10_004; key++)
            cache.Set(key, Quad.Of(key), FlushPriority.High);
        cache.Set(-2, Quad.Of(-2), FlushPriority.Low);
        var flush = cache.FlushAsync().AsTask();
        store.Cache = cache;
        await flush;
        Assert.InRange(store.StoredBeforeLow, 0, 40);

        // A write to a cache that is closing throws out of the store.
        store.IsQuiet = true;
    }

    /// <summary>While each write is stored, two more urgent ones come in.</summary>
    private sealed class BusyStore : IWriteBackStore<long, Quad>
    {
        private volatile int _calls;
        private volatile bool _isQuiet;

        public QuadCache? Cache { get; set; }

        public int StoredBeforeLow { get; private set; } = -1;

        /// <summary>Whether the store writes to the cache no more.</summary>
        public bool IsQuiet
        {
            get => _isQuiet;
            set => _isQuiet = value;
        }

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            if (batch.Entries[0].Key == -2)
                StoredBeforeLow = _calls;
            _calls++;
            if (IsQuiet)
                return;
            await Eventually.Holds(() => Cache is not null);
            Cache!.Set(2 * _calls, Quad.Of(_calls), FlushPriority.High);
            Cache.Set(2 * _calls + 1, Quad.Of(_calls), FlushPriority.High);
        }
    }
}
