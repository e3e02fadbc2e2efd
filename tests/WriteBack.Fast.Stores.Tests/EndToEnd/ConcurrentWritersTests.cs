namespace WriteBack.Fast.Tests.EndToEnd;

public sealed class ConcurrentWritersTests : IAsyncDisposable
{
    private const int Writers = 2;
    private const int WritesEach = 500_000;
    private const int Keys = 100_000;

    private readonly CacheFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task The_table_is_what_the_cache_holds_and_no_write_is_lost()
    {
        var options = new WriteBackOptions { Capacity = 2 * Keys };
        await using var cache = await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync, options);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () => Write(cache, writer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        await cache.FlushAsync();

        var table = Players.Rows(_folder).ToDictionary(static row => row.Key, static row => row.State);
        Assert.Equal(Keys, table.Count);
        Assert.Equal(Keys, cache.Count);
        foreach (var (key, state) in cache.Snapshot())
            Assert.Equal(state, table[key]);

        var statistics = cache.Statistics;
        Assert.Equal(Writers * WritesEach, statistics.Writes);
        Assert.Equal((0, 0), (statistics.Pending, statistics.DeadLettered));
        Assert.InRange(statistics.Stored, Keys, (Writers * WritesEach) - 1);
    }

    // Each writer comes to every key five times, the writers in other orders.
    private static void Write(PlayerCache cache, int writer)
    {
        for (int write = 0; write < WritesEach; write++)
        {
            int player = (int)((write * (7_919L + (writer * 1_002L))) % Keys);
            cache.Set(player % 10, player, new PlayerState(write, writer, write / 3.0, -write, write % 3 == 0 ? "third" : null));
        }
    }
}
