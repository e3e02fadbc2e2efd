namespace WriteBack.Fast.Tests.Flush;

public class ManyWorkersTests
{
    private const int Keys = 64;
    private const int Writers = 4;
    private const int Writes = 1_000_000;

    [Fact]
    public async Task Hot_keys_reach_the_store_in_order_and_one_batch_at_a_time()
    {
        var rows = new InMemoryStore<long, Quad>();
        var store = new FlakyStore<long, Quad>(rows, seed: 1);
        var time = new TestClock();
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions
        {
            TimeProvider = time,
            MaxConcurrentFlushes = 8,
            MaxBatchSize = 4,
            FlushInterval = TimeSpan.FromMilliseconds(1),
        });
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(cache, writer))).ToArray();
        await time.AdvanceUntil(Task.WhenAll(writers));
        await time.AdvanceUntil(cache.FlushAsync().AsTask());

        Assert.Empty(store.Faults);
        var newest = writers.SelectMany(static writer => writer.Result).ToDictionary();
        Assert.Equal(Keys, newest.Count);
        Assert.Equal(newest, rows.Rows);
        var statistics = cache.Statistics;
        Assert.Equal((Writes, 0, 0), (statistics.Writes, statistics.DeadLettered, statistics.Pending));
        Assert.True(statistics.FlushErrors > 0);
    }

    /// <summary>Each writer has keys of its own, so the newest value of a key is known.</summary>
    private static Dictionary<long, Quad> Write(QuadCache cache, int writer)
    {
        var newest = new Dictionary<long, Quad>();
        var random = new Random(writer);
        for (int write = 0; write < Writes / Writers; write++)
        {
            long key = random.Next(Keys / Writers) * Writers + writer;
            cache.Set(key, newest[key] = Quad.Of(write));

            // So that the writing lasts for many flights of each key.
            if (write % 16 == 0)
                Thread.Yield();
        }

        return newest;
    }
}
