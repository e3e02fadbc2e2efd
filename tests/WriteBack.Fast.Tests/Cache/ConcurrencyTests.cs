namespace WriteBack.Fast.Tests.Cache;

/// <summary>Readers, writers, removers, loads, evictions and the flusher at once.</summary>
public class ConcurrencyTests
{
    private const int Threads = 4;
    private const int Operations = 60_000;

    [Theory]
    [InlineData(200_000, 1_024, 1)]
    [InlineData(1_500, 32, 4)]
    [InlineData(40, 7, 2)]
    public async Task No_read_is_torn_and_the_store_ends_as_the_cache(int capacity, int batch, int flushes)
    {
        var rows = new InMemoryStore<long, Quad>();
        var options = new WriteBackOptions
        {
            Capacity = capacity,
            MaxBatchSize = batch,
            MaxConcurrentFlushes = flushes,
            FlushInterval = TimeSpan.FromMilliseconds(1),
        };
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, rows, options);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => RunAsync(cache, new Random(thread), capacity))));
        await cache.FlushAsync();

        foreach (var (key, value) in cache.Snapshot())
        {
            Assert.True(rows.TryGet(key, out var stored));
            Assert.Equal(value, stored);
        }

        Assert.Equal(cache.Count, cache.Snapshot().Count());
        Assert.Equal(0, cache.Statistics.Pending);
        Assert.Equal(0, cache.DirtyCount);
    }

    [Fact]
    public async Task References_in_values_are_never_mixed_up()
    {
        await using var cache = await Open.OnAsync(
            PlayerCache.OpenAsync, new InMemoryStore<PlayerKey, PlayerState>(),
            new WriteBackOptions { Capacity = 64, FlushInterval = TimeSpan.FromMilliseconds(1) });
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (int operation = 0; operation < Operations; operation++)
            {
                int number = random.Next(200);
                if (random.Next(3) == 0)
                    cache.Set(number, number, new PlayerState(number, number, number, number, number.ToString()));
                else if (cache.TryGet(number, number, out var state))
                    Assert.Equal(new PlayerState(number, number, number, number, number.ToString()), state);
            }
        })));
    }

    [Fact]
    public async Task Updates_of_one_key_from_many_threads_are_all_counted()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(0));
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (int operation = 0; operation < Operations; operation++)
                Assert.True(cache.Update(1, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step)));
        })));
        Assert.True(cache.TryGet(1, out var sum));
        Assert.Equal(Quad.Of(Threads * Operations), sum);
        Assert.Equal(Threads * Operations + 1, cache.Statistics.Writes);
    }

    [Fact]
    public async Task Updates_are_all_counted_while_the_entry_is_stored_evicted_and_loaded_again()
    {
        const int keys = 8;
        const int updatesEach = 4_000;
        var rows = new InMemoryStore<long, Quad>();
        for (int key = 0; key < keys; key++)
            rows.Seed(key, Quad.Of(0));
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, rows,
            new WriteBackOptions { Capacity = 3, MaxBatchSize = 2, MaxConcurrentFlushes = 2, FlushInterval = TimeSpan.FromMilliseconds(1) });
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (int update = 0; update < updatesEach; update++)
                Assert.True(await cache.UpdateAsync(random.Next(keys), 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step)));
        })));
        await cache.FlushAsync();
        Assert.Equal(Threads * updatesEach, rows.Rows.Values.Sum(static value => value.First));
        Assert.True(cache.Statistics.Evictions > 0);
    }

    private static async Task RunAsync(QuadCache cache, Random random, int capacity)
    {
        for (int operation = 0; operation < Operations; operation++)
        {
            long key = random.Next(3_000);
            switch (random.Next(12))
            {
                case 0:
                    cache.Remove(key, (FlushPriority)random.Next(1, 4));
                    break;
                case 1 or 2 or 3:
                    cache.Set(key, Quad.Of(random.NextInt64()), (FlushPriority)random.Next(1, 4));
                    break;
                case 4:
                    cache.Update(key, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step));
                    break;
                case 5 when operation % 16 == 0:
                    Assert.True((await cache.GetAsync(key)) is not { IsWhole: false });
                    break;
                case 6:
                    Assert.InRange(cache.DirtyCount, 0, Math.Max(1, capacity / 2));
                    break;
                default:
                    Assert.True(!cache.TryGet(key, out var value) || value.IsWhole);
                    break;
            }

            if (operation % 512 == 0)
                Assert.InRange(cache.Count, 0, capacity);
        }
    }
}
