using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests.Cache;

/// <summary>16 bytes.</summary>
internal readonly record struct WideKey(long Tenant, long Id);

/// <summary>32 bytes.</summary>
internal readonly record struct WideValue(long First, long Second, double Third, double Fourth);

[WriteBackCache<WideKey, WideValue>]
internal sealed partial class WideCache;

/// <summary>What an entry costs, everything included.</summary>
public sealed class MemoryTests
{
    private const int EntryBytes = 48;
    private const double MostOverhead = 1.6;

    [Theory]
    [InlineData(1_000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(100_003)]
    [InlineData(300_007)]
    public async Task A_full_cache_takes_little_more_than_its_entries(int capacity)
    {
        await using var cache = await OpenFullAsync(capacity);

        // Each priority has a ring of its own.
        foreach (var priority in Enum.GetValues<FlushPriority>())
            cache.Set(new WideKey(1, 1), default, priority);
        Assert.InRange(cache.Count, capacity * 99 / 100, capacity);
        Assert.InRange(cache.Statistics.EstimatedBytes, (long)capacity * EntryBytes, (long)(capacity * MostOverhead * (16 + EntryBytes)));
    }

    [Fact]
    public async Task It_takes_no_more_than_a_dictionary_for_many_threads()
    {
        const int capacity = 300_007;
        long before = GC.GetAllocatedBytesForCurrentThread();

        // Of a size from the start, so that what is allocated is what is kept.
        var dictionary = new ConcurrentDictionary<WideKey, WideValue>(concurrencyLevel: 1, capacity);
        foreach (var key in Keys(capacity))
            dictionary[key] = default;
        long ofDictionary = GC.GetAllocatedBytesForCurrentThread() - before;
        await using var cache = await OpenFullAsync(capacity);
        Assert.InRange(cache.Statistics.EstimatedBytes, (long)capacity * EntryBytes, ofDictionary);
    }

    [Fact]
    public async Task The_estimate_is_what_was_allocated()
    {
        const int capacity = 100_003;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var opening = Open.OnAsync(WideCache.OpenAsync, new NothingStore(), new WriteBackOptions { Capacity = capacity, MaxBatchSize = 16 });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await using var cache = await opening;
        Assert.InRange(cache.Statistics.EstimatedBytes, allocated * 9 / 10, allocated);
    }

    private static async Task<WideCache> OpenFullAsync(int capacity)
    {
        var cache = await Open.OnAsync(WideCache.OpenAsync, new NothingStore(), new WriteBackOptions { Capacity = capacity });
        foreach (var key in Keys(capacity * 11 / 10))
            cache.Set(key, default);
        await cache.FlushAsync();
        return cache;
    }

    private static IEnumerable<WideKey> Keys(int count)
    {
        var random = new Random(1);
        for (int key = 0; key < count; key++)
            yield return new WideKey(random.NextInt64(), random.NextInt64());
    }

    private sealed class NothingStore : IWriteBackStore<WideKey, WideValue>
    {
        public ValueTask<LoadResult<WideValue>> LoadAsync(WideKey key, CancellationToken ct) => new(LoadResult<WideValue>.NotFound);

        public ValueTask WriteAsync(WriteBatch<WideKey, WideValue> batch, CancellationToken ct) => ValueTask.CompletedTask;
    }
}
