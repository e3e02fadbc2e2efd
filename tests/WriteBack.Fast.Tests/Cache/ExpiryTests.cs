using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace WriteBack.Fast.Tests.Cache;

[WriteBackCache<long, Quad>(Expiration = true)]
internal sealed partial class MortalCache;

public sealed class ExpiryTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryStore<long, Quad> _rows = new();
    private readonly FaultInjectingStore<long, Quad> _store;

    public ExpiryTests() => _store = new FaultInjectingStore<long, Quad>(_rows);

    [Fact]
    public async Task An_entry_is_a_miss_once_its_time_has_passed()
    {
        await using var cache = await OpenAsync();
        cache.Set(1, Quad.Of(1));
        await cache.FlushAsync();
        _time.Advance(Life - TimeSpan.FromMilliseconds(1));
        Assert.True(cache.TryGet(1, out _));
        Assert.True(cache.Contains(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(cache.TryGet(1, out var value));
        Assert.Equal(default, value);
        Assert.False(cache.Contains(1));
        Assert.False(cache.Update(1, 0, static (ref Quad _, int _) => { }));
        Assert.Empty(cache.Snapshot());
    }

    [Fact]
    public async Task What_the_store_does_not_have_does_not_expire_before_it_does()
    {
        await using var cache = await OpenAsync();
        _store.Pause();
        cache.Set(1, Quad.Of(1));
        var flushing = cache.FlushAsync();
        cache.Set(2, Quad.Of(2));
        _time.Advance(2 * Life);
        Assert.True(cache.TryGet(1, out _));
        Assert.True(cache.TryGet(2, out _));
        _store.Resume();
        await flushing;
        Assert.False(cache.TryGet(1, out _));
        await cache.FlushAsync();
        Assert.False(cache.TryGet(2, out _));
        Assert.Equal(2, _rows.Rows.Count);
    }

    [Fact]
    public async Task A_write_begins_a_new_life_and_a_read_does_not()
    {
        await using var cache = await OpenAsync();
        cache.SetMany([1, 2, 3], [Quad.Of(1), Quad.Of(2), Quad.Of(3)]);
        await cache.FlushAsync();
        _time.Advance(Life / 2);
        cache.Set(1, Quad.Of(10));
        Assert.True(cache.Update(2, 0, static (ref Quad value, int _) => value = Quad.Of(20)));
        Assert.True(cache.TryGet(3, out _));
        await cache.FlushAsync();
        _time.Advance(Life / 2);
        Assert.True(cache.TryGet(1, out _));
        Assert.True(cache.TryGet(2, out _));
        Assert.False(cache.TryGet(3, out _));
        cache.Set(3, Quad.Of(30));
        Assert.True(cache.TryGet(3, out var value) && value == Quad.Of(30));
    }

    [Fact]
    public async Task What_has_expired_is_loaded_again_and_lives_from_then_on()
    {
        await using var cache = await OpenAsync();
        cache.Set(1, Quad.Of(1));
        await cache.FlushAsync();
        _time.Advance(Life);
        _rows.Seed(1, Quad.Of(100));
        Assert.Equal(Quad.Of(100), await cache.GetAsync(1));
        Assert.Equal((1, 1, 1), (cache.Count, cache.Statistics.Expirations, cache.Statistics.Loads));
        _time.Advance(Life - TimeSpan.FromMilliseconds(1));
        Assert.True(cache.TryGet(1, out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(cache.TryGet(1, out _));
    }

    [Fact]
    public async Task The_sweep_drops_what_has_expired_and_nothing_else()
    {
        await using var cache = await OpenAsync();
        for (int key = 0; key < 100; key++)
            cache.Set(key, Quad.Of(key));
        await cache.FlushAsync();
        _time.Advance(Life / 2);
        for (int key = 0; key < 10; key++)
            cache.Set(key, Quad.Of(key));
        cache.Remove(50);
        await cache.FlushAsync();
        _time.Advance(Life / 2);

        // Each flush sweeps a part, the last of them all.
        for (int sweep = 0; sweep < 17; sweep++)
            await cache.FlushAsync();
        Assert.Equal((10, 89), (cache.Count, cache.Statistics.Expirations));
        Assert.Equal(Enumerable.Range(0, 10).Select(static key => (long)key), cache.Snapshot().Select(static entry => entry.Key).Order());
        cache.SetMany([.. Enumerable.Range(0, 200).Select(static key => (long)key)], new Quad[200]);
        Assert.Equal(200, cache.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(60 * 24 * 400)]
    public async Task A_life_may_last_a_minute_or_a_year(int minutes)
    {
        var life = TimeSpan.FromMinutes(minutes);
        await using var cache = await OpenAsync(options => options.TimeToLive = life);
        cache.Set(1, Quad.Of(1));
        await cache.FlushAsync();
        var grain = TimeSpan.FromMilliseconds(1 + life.TotalMilliseconds / (1 << 23));
        _time.Advance(life - grain);
        Assert.True(cache.Contains(1));
        _time.Advance(2 * grain);
        Assert.False(cache.Contains(1));
    }

    [Fact]
    public async Task Without_a_time_to_live_nothing_expires()
    {
        await using var cache = await OpenAsync(static options => options.TimeToLive = null);
        cache.Set(1, Quad.Of(1));
        await cache.FlushAsync();
        _time.Advance(TimeSpan.FromDays(1_000));
        await cache.FlushAsync();
        Assert.True(cache.Contains(1));
    }

    [Fact]
    public async Task The_real_clock_ends_a_life_too()
    {
        await using var cache = await OpenAsync(static options =>
            (options.TimeProvider, options.TimeToLive) = (TimeProvider.System, TimeSpan.FromMilliseconds(30)));
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
        await Eventually.Holds(() => !cache.Contains(1));
    }

    [Fact]
    public async Task A_time_to_live_needs_the_attribute_and_a_positive_span()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Open.OnAsync(QuadCache.OpenAsync, _store, new WriteBackOptions { TimeToLive = Life }));
        Assert.Contains("Expiration = true", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => OpenAsync(static options => options.TimeToLive = TimeSpan.Zero));
        Assert.Contains("TimeToLive must be positive", refusal.Message, StringComparison.Ordinal);
    }

    private Task<MortalCache> OpenAsync(Action<WriteBackOptions>? configure = null)
    {
        var options = new WriteBackOptions
        {
            Capacity = 1_000,
            TimeProvider = _time,
            TimeToLive = Life,
            FlushInterval = Timeout.InfiniteTimeSpan,
        };
        configure?.Invoke(options);
        return Open.OnAsync(MortalCache.OpenAsync, _store, options);
    }
}
