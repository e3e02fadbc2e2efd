namespace WriteBack.Fast.Tests.DeadLetters;

#pragma warning disable WBF016 // It is meant not to be serialised.
public sealed record Unserialisable(object? Content);
#pragma warning restore WBF016

[WriteBackCache<long, Unserialisable>]
public sealed partial class UnserialisableCache;

public sealed class DeadLetterLogTests : IDisposable
{
    private const int Down = 1;
    private const int Back = 2;
    private const int DeadLettered = 3;
    private const int Dropped = 4;
    private const int DeadLetteredInAll = 7;
    private const int DroppedInAll = 8;
    private const int NotSerialised = 12;

    private readonly RecordingLogger _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task An_episode_of_dead_letters_is_logged_when_it_begins_and_when_it_ends()
    {
        await using var fixture = await Open.QuadsAsync(options => (options.LoggerFactory, options.Retry.MaxAttempts) = (_log, 1));
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException());
        for (int key = 1; key <= 5; key++)
        {
            fixture.Cache.Set(key, Quad.Of(-key));
            fixture.Cache.Set(-key, Quad.Of(key));
            await fixture.Cache.FlushAsync();
        }

        Assert.Equal([DeadLettered], _log.Ids);
        fixture.Store.Cure();
        for (int write = 0; write < 2; write++)
        {
            fixture.Cache.Set(1, Quad.Of(1));
            await fixture.Cache.FlushAsync();
        }

        Assert.Equal([DeadLettered, DeadLetteredInAll], _log.Ids);
        Assert.Contains(" 5 ", _log.MessageOf(DeadLetteredInAll), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_have_to_go_are_counted_and_logged_once()
    {
        const int most = DeadLetterQueue<long, Quad>.Capacity;
        await using var fixture = await Open.QuadsAsync(options =>
            (options.LoggerFactory, options.Retry.MaxAttempts, options.MaxBatchSize) = (_log, 1, 1));
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException());
        for (int key = 0; key < most + 3; key++)
            fixture.Cache.Set(key, Quad.Of(-1));
        await fixture.Cache.FlushAsync();
        Assert.Equal((most, 3), (fixture.Cache.DeadLetters.Count, fixture.Cache.Statistics.DeadLettersDropped));
        Assert.Equal([DeadLettered, Dropped], _log.Ids);

        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Cache.FlushAsync();
        Assert.Equal([DeadLettered, Dropped, DeadLetteredInAll, DroppedInAll], _log.Ids);
        Assert.Contains(" 3 ", _log.MessageOf(DroppedInAll), StringComparison.Ordinal);
        Assert.Equal(3, fixture.Cache.Statistics.DeadLettersDropped);
    }

    [Fact]
    public async Task An_outage_is_logged_once_however_long_it_takes()
    {
        await using var fixture = await Open.QuadsAsync(options => options.LoggerFactory = _log);
        fixture.Store.FailNext(20, new TimeoutException());
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal([Down, Back], _log.Ids);
    }

    [Fact]
    public async Task A_letter_that_cannot_be_serialised_is_in_memory_only_and_that_is_said_once()
    {
        using var folder = new TemporaryFolder();
        var options = new WriteBackOptions
        {
            TimeProvider = new TestClock(),
            LoggerFactory = _log,
            DeadLetterDirectory = folder.Path,
            Retry = { MaxAttempts = 1 },
        };
        var store = new FaultInjectingStore<long, Unserialisable>(new InMemoryStore<long, Unserialisable>());
        store.Poison(static _ => true, new InvalidDataException());
        await using (var cache = await Open.OnAsync(UnserialisableCache.OpenAsync, store, options))
        {
            cache.Set(1, new Unserialisable(Stream.Null));
            await cache.FlushAsync();
            cache.Set(2, new Unserialisable(null));
            await cache.FlushAsync();
            Assert.Equal(2, cache.DeadLetters.Count);
            Assert.Equal([DeadLettered, NotSerialised], _log.Ids);
        }

        await using var next = await Open.OnAsync(UnserialisableCache.OpenAsync, store, options);
        Assert.Equal(2, (await next.DeadLetters.ReadAllAsync().SingleAsync()).Key);
    }
}
