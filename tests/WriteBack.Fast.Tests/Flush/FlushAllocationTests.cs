namespace WriteBack.Fast.Tests.Flush;

[CollectionDefinition(nameof(FlushAllocationTests), DisableParallelization = true)]
[Collection(nameof(FlushAllocationTests))]
public class FlushAllocationTests
{
    private const int Keys = 100_000;
    private const int Rounds = 10;

    /// <summary>All threads of the process count here, so nothing else may run beside it.</summary>
    [Fact]
    public async Task The_way_to_the_store_allocates_less_than_a_byte_for_each_entry()
    {
        var options = new WriteBackOptions
        {
            Capacity = 2 * Keys,
            MaxDirtyRatio = 1,
            MaxBatchSize = 1_024,
            FlushInterval = Timeout.InfiniteTimeSpan,
        };
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, new NullStore(), options);
        await WriteAndFlushAsync(cache);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int round = 0; round < Rounds; round++)
            await WriteAndFlushAsync(cache);
        double perEntry = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / (Rounds * Keys);
        Assert.Equal((Rounds + 1) * Keys, cache.Statistics.Stored);
        Assert.InRange(perEntry, 0, 1);
    }

    /// <summary>
    /// Everything that happens until the store has a write counts, on every thread; what remains is the runtime's own and
    /// grows with time, not with writes.
    /// </summary>
    [Fact]
    public async Task Awaiting_the_store_allocates_nothing()
    {
        const int waits = 20_000;
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new NullStore(), new WriteBackOptions { FlushInterval = Timeout.InfiniteTimeSpan });
        using var cancellation = new CancellationTokenSource();
        await AwaitStoreAsync(cache, waits, cancellation.Token);
        double least = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await AwaitStoreAsync(cache, waits, cancellation.Token);
            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / waits);
        }

        Assert.InRange(least, 0, 0.5);
    }

    private static async Task AwaitStoreAsync(QuadCache cache, int waits, CancellationToken ct)
    {
        for (int wait = 0; wait < waits; wait++)
        {
            await cache.SetAsync(wait % 100, Quad.Of(wait), WriteDurability.Stored, ct: ct);
            await cache.RemoveAsync(wait % 50, WriteDurability.Stored, ct);
            if (!await cache.UpdateAsync(50 + wait % 50, 1, static (ref Quad value, int _) => value = default, WriteDurability.Stored, ct))
                await cache.SetAsync(50 + wait % 50, default, WriteDurability.Stored, ct: ct);
        }
    }

    private static async Task WriteAndFlushAsync(QuadCache cache)
    {
        for (int key = 0; key < Keys; key++)
            cache.Set(key, Quad.Of(key));
        await cache.FlushAsync();
    }

    private sealed class NullStore : IWriteBackStore<long, Quad>
    {
        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct) => ValueTask.CompletedTask;
    }
}
