using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests.Flush;

/// <summary>Entries and batch sizes for which every call of a store ends in a time-out.</summary>
public class BadEntryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(999)]
    public async Task One_that_always_times_out_keeps_no_other_from_the_store(long bad)
    {
        var time = new TestClock();
        var store = new SlowStore(time) { Bad = bad };
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store, new WriteBackOptions { TimeProvider = time, FlushInterval = Timeout.InfiniteTimeSpan });
        try
        {
            for (int key = 0; key < 1_000; key++)
                cache.Set(key, Quad.Of(key));
            var flush = cache.FlushAsync().AsTask();
            while (store.Stored.Count < 999)
                await time.AdvanceAsync(flush);

            // Each failure takes 100 ms, and a delay of 50 ms on average as long as there are few in a row: less than 3 s in all.
            Assert.InRange(store.FailuresBeforeStored, 1, 13);
            Assert.InRange(store.MostFailuresInRow, 1, 3);

            // The others tell it from an outage: it is tried alone, after long delays, and the circuit stays closed.
            while (store.BadCalls.Count < 4)
            {
                cache.Set(2_000, Quad.Of(1));
                await time.AdvanceUntil(cache.FlushAsync(2_000).AsTask());
                await time.AdvanceAsync(flush);
            }

            long retries = cache.Statistics.Retries;
            Assert.InRange(time.GetElapsedTime(store.BadCalls[^2], store.BadCalls[^1]), new RetryOptions().MaxDelay, TimeSpan.MaxValue);
            while (cache.Statistics.Retries == retries)
                await time.AdvanceAsync(flush);
            Assert.Equal((false, 1, 0), (cache.Statistics.IsStoreDown, cache.DirtyCount, cache.Statistics.DeadLettered));
            Assert.False(flush.IsCompleted);

            store.Bad = null;
            await time.AdvanceUntil(flush);
            Assert.Equal(Quad.Of(bad), store.Stored[bad]);
        }
        finally
        {
            store.Bad = null;
            await time.AdvanceUntil(cache.CloseAsync().AsTask());
        }
    }

    [Fact]
    public async Task Batches_that_are_too_large_get_smaller_until_they_are_in_time()
    {
        var time = new TestClock();
        var store = new SlowStore(time) { TooMany = 5_000 };
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store, new WriteBackOptions { TimeProvider = time, MaxBatchSize = 10_000 });
        for (int key = 0; key < 20_000; key++)
            cache.Set(key, Quad.Of(key));
        await time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal(20_000, store.Stored.Count);
        Assert.InRange(store.Failures, 1, 3);
        await time.AdvanceUntil(cache.CloseAsync().AsTask());
    }

    private sealed class SlowStore(TestClock time) : IWriteBackStore<long, Quad>
    {
        private int _failuresInRow;

        public ConcurrentDictionary<long, Quad> Stored { get; } = [];

        public long? Bad { get; set; }

        public int TooMany { get; init; } = int.MaxValue;

        public int Failures { get; private set; }

        /// <summary>The failures before the last call that stored entries.</summary>
        public int FailuresBeforeStored { get; private set; }

        /// <summary>The most of them in a row.</summary>
        public int MostFailuresInRow { get; private set; }

        /// <summary>When the bad entry was tried alone.</summary>
        public List<long> BadCalls { get; } = [];

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            var entries = batch.Entries.ToArray();
            if (entries.Length >= TooMany || entries.Any(entry => entry.Key == Bad))
            {
                if (entries.Length == 1)
                    BadCalls.Add(time.GetTimestamp());
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
                Failures++;
                _failuresInRow++;
                throw new TimeoutException();
            }

            FailuresBeforeStored = Failures;
            MostFailuresInRow = Math.Max(MostFailuresInRow, _failuresInRow);
            _failuresInRow = 0;
            foreach (var entry in entries)
                Stored[entry.Key] = entry.Value;
        }
    }
}
