using WriteBack.Fast.Tests.DeadLetters;

namespace WriteBack.Fast.Tests.Log;

public sealed class LogEdgeTests : IDisposable
{
    private const int Torn = 16;
    private const int Recovered = 17;

    private readonly MemoryDisk _disk = new();
    private readonly RecordingLogger _logger = new();

    public void Dispose()
    {
        _disk.Dispose();
        _logger.Dispose();
    }

    [Fact]
    public async Task A_value_that_cannot_be_logged_is_a_dead_letter_and_the_value_before_it_stays()
    {
        var store = new InMemoryStore<long, Unserialisable>();
        await using var cache = await Open.OnAsync(UnserialisableCache.OpenAsync, store, Options());
        cache.Set(1, new Unserialisable("before"));
        cache.Set(1, new Unserialisable(Stream.Null));
        await Assert.ThrowsAsync<DeadLetteredException>(
            () => cache.SetAsync(2, new Unserialisable(Stream.Null), WriteDurability.Logged).AsTask());
        Assert.False(cache.Contains(2));
        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal("before", value.Content);
        Assert.Equal(2, cache.DeadLetters.Count);
        Assert.Equal(2, cache.Statistics.DeadLettered);
        await cache.FlushAsync();
        Assert.Equal(1, cache.Statistics.Stored);

        // It still cannot be logged, so it stays what it is.
        Assert.Equal(0, (await cache.DeadLetters.ReplayAsync()).Replayed);
        Assert.Contains(await cache.DeadLetters.ReadAllAsync().ToListAsync(), static letter => letter.Key == 2);
    }

    [Fact]
    public async Task A_torn_tail_is_cut_off_and_reported_with_its_bytes()
    {
        using (var script = LogScript.Open(_disk))
            await script.AppendAsync("first");
        string name = Assert.Single(_disk.Files());
        byte[] bytes = _disk[name];
        _disk[name] = [.. bytes.AsSpan(0, bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1), 1, 2, 3];
        long torn;
        using (var script = LogScript.Open(_disk.Copy()))
            torn = script.TornBytes;
        Assert.InRange(torn, 1, 40);
        using (var script = LogScript.Open(_disk))
            Assert.Single(script.Found);
        using (var script = LogScript.Open(_disk))
            Assert.Equal(0, script.TornBytes);
    }

    [Fact]
    public async Task What_is_recovered_and_what_was_torn_is_logged()
    {
        var store = new FaultInjectingStore<long, Quad>(new InMemoryStore<long, Quad>());
        store.Pause();
        await using (var cache = await Open.OnAsync(QuadCache.OpenAsync, store, Options()))
        {
            await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
            await cache.SetAsync(1, Quad.Of(2), WriteDurability.Logged);
            await cache.CloseAsync();
        }

        string name = _disk.Files().Order(StringComparer.Ordinal).Last();
        byte[] bytes = _disk[name];
        bytes[^1] = 1;
        _disk[name] = bytes;
        await using var again = await Open.OnAsync(QuadCache.OpenAsync, store, Options());
        Assert.Equal([Torn, Recovered], _logger.Ids.Where(static id => id is Torn or Recovered));
        Assert.Contains(" 1 entries were recovered from 2 records", _logger.MessageOf(Recovered), StringComparison.Ordinal);
        Assert.Equal(1, again.Statistics.Writes);
        store.Resume();
    }

    [Fact]
    public async Task With_an_interval_a_write_counts_once_it_is_written_and_is_synced_in_time()
    {
        var time = new TestClock();
        using var script = LogScript.Open(_disk, LogSync.Interval, time);
        await script.AppendAsync("first");
        Assert.Equal(0, script.Log.Syncs);
        Assert.Equal(1, script.Log.LoggedUpTo);
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => script.Log.Syncs == 1);
    }

    [Fact]
    public async Task Without_syncs_a_write_counts_once_it_is_written_and_is_synced_at_the_end()
    {
        using (var script = LogScript.Open(_disk, LogSync.Never))
        {
            await script.AppendAsync("first");
            Assert.Equal(0, script.Log.Syncs);
        }

        Assert.Equal(["first"], LogScript.Read(_disk.AfterPowerLoss(_disk.Operations, new Random(1))));
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_all_named()
    {
        var options = Options();
        options.Log = new WriteAheadLogOptions { Sync = (LogSync)9, SyncInterval = TimeSpan.Zero, SegmentBytes = 1, MaxBytes = 1 };
        var refusal = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), options));
        Assert.All(
            ["Log.Directory", "Log.Sync ", "Log.SyncInterval", "Log.SegmentBytes", "Log.MaxBytes"],
            name => Assert.Contains(refusal.Failures, failure => failure.StartsWith(name, StringComparison.Ordinal)));
    }

    private WriteBackOptions Options() => new()
    {
        FlushInterval = TimeSpan.FromHours(1),
        ShutdownTimeout = TimeSpan.FromMilliseconds(50),
        LoggerFactory = _logger,
        Log = new WriteAheadLogOptions { Directory = "memory", OpenDisk = _ => _disk },
    };
}
