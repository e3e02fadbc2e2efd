namespace WriteBack.Fast.Tests.Cache;

/// <summary>Snapshots while entries come and go.</summary>
public class SnapshotTests
{
    private const int Capacity = 1_000;
    private const int Rows = 10_000;
    private const int Dirty = 100;

    [Theory]
    [InlineData(Capacity)]
    [InlineData(8 * Capacity)]
    public async Task A_key_that_leaves_and_comes_back_is_not_yielded_again(int capacity)
    {
        await using var fixture = await OpenAsync(capacity);
        var cache = fixture.Cache;
        await LoadAsync(cache, Dirty, capacity);
        List<long> yielded = [];
        using var snapshot = cache.Snapshot().GetEnumerator();
        while (yielded.Count < cache.Count / 2 && snapshot.MoveNext())
            yielded.Add(snapshot.Current.Key);

        await LoadAsync(cache, capacity, Rows);
        Assert.Contains(yielded, key => !cache.Contains(key));
        foreach (long key in yielded.ToArray())
            await cache.GetAsync(key);
        while (snapshot.MoveNext())
            yielded.Add(snapshot.Current.Key);

        Assert.Equal(yielded.Count, yielded.Distinct().Count());
        Assert.Equal(Dirty, yielded.Count(static key => key < Dirty));
    }

    [Fact]
    public async Task Snapshots_beside_churn_have_no_key_twice_and_every_key_that_stays()
    {
        await using var fixture = await OpenAsync(Capacity);
        var cache = fixture.Cache;
        using var over = new CancellationTokenSource();
        var churning = Task.WhenAll(Enumerable.Range(0, 2).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!over.IsCancellationRequested)
                await cache.GetAsync(random.Next(Dirty, Rows));
        })));
        try
        {
            for (int count = 0; count < 50; count++)
            {
                var snapshot = cache.Snapshot().ToDictionary();
                Assert.Equal(Dirty, snapshot.Keys.Count(static key => key < Dirty));
                Assert.All(snapshot, static entry => Assert.Equal(Quad.Of(entry.Key), entry.Value));
            }
        }
        finally
        {
            await over.CancelAsync();
            await churning;
        }
    }

    /// <summary>Opens a cache over many rows, with some entries that are dirty and therefore stay in memory.</summary>
    private static async Task<CacheFixture<QuadCache, long, Quad>> OpenAsync(int capacity)
    {
        var fixture = await Open.QuadsAsync(options =>
        {
            options.Capacity = capacity;
            options.FlushInterval = TimeSpan.FromHours(1);
            options.MaxBatchSize = 100_000;
        });
        for (long key = Dirty; key < Rows; key++)
            fixture.Rows.Seed(key, Quad.Of(key));
        for (long key = 0; key < Dirty; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        return fixture;
    }

    private static async Task LoadAsync(QuadCache cache, int from, int to)
    {
        for (long key = from; key < to; key++)
            await cache.GetAsync(key);
    }
}
