namespace WriteBack.Fast.Tests.Cache;

public class MemoryPathTests
{
    private static readonly PlayerKey Key = new(7, 42);
    private static readonly PlayerState State = new(1_000, 3, 1.5, -2.5, "knight");

    [Fact]
    public async Task What_was_set_is_read_and_what_was_not_is_not()
    {
        await using var fixture = await Open.PlayersAsync();
        var cache = fixture.Cache;
        Assert.False(cache.TryGet(Key, out var missing));
        Assert.Equal(default, missing);

        cache.Set(Key, State);
        Assert.True(cache.TryGet(Key, out var value));
        Assert.Equal(State, value);
        Assert.True(cache.Contains(Key));
        Assert.False(cache.Contains(new PlayerKey(7, 43)));
        Assert.Equal(1, cache.Count);
        Assert.Equal(1, cache.DirtyCount);
    }

    [Fact]
    public async Task The_members_of_the_key_do_in_place_of_the_key()
    {
        await using var fixture = await Open.PlayersAsync();
        var cache = fixture.Cache;
        cache.Set(7, 42, State);
        Assert.True(cache.TryGet(7, 42, out var value));
        Assert.Equal(State, value);
        Assert.True(cache.Update(7, 42, 5L, static (ref PlayerState state, long points) => state.Score += points));
        Assert.Equal(1_005, (await cache.GetAsync(7, 42))!.Value.Score);
        cache.Remove(7, 42);
        Assert.Null(await cache.GetAsync(7, 42));
    }

    [Fact]
    public async Task An_update_changes_what_is_resident_and_only_that()
    {
        await using var fixture = await Open.PlayersAsync();
        var cache = fixture.Cache;
        Assert.False(cache.Update(Key, 1, static (ref PlayerState state, int levels) => state.Level += levels));
        cache.Set(Key, State);
        Assert.True(cache.Update(Key, 2, static (ref PlayerState state, int levels) => state.Level += levels));
        Assert.True(cache.TryGet(Key, out var value));
        Assert.Equal(State with { Level = 5 }, value);
    }

    [Fact]
    public async Task An_update_that_throws_leaves_the_entry_as_it_was_and_usable()
    {
        await using var fixture = await Open.PlayersAsync();
        var cache = fixture.Cache;
        cache.Set(Key, State);
        Assert.Throws<FormatException>(() => cache.Update(Key, 0, static (ref PlayerState state, int _) =>
        {
            state.Level = 99;
            throw new FormatException();
        }));
        Assert.True(cache.TryGet(Key, out var value));
        Assert.Equal(State, value);
        cache.Set(Key, default);
        Assert.Equal(2, cache.Statistics.Writes);
    }

    [Fact]
    public async Task An_update_may_call_the_cache_it_is_called_from()
    {
        await using var fixture = await Open.PlayersAsync();
        var cache = fixture.Cache;
        cache.Set(Key, State);
        Assert.True(cache.Update(Key, cache, static (ref PlayerState state, PlayerCache inner) =>
        {
            Assert.True(inner.TryGet(Key, out var seen));
            state.Level = seen.Level * 2;
        }));
        Assert.True(cache.TryGet(Key, out var value));
        Assert.Equal(6, value.Level);
    }

    [Fact]
    public async Task A_removed_entry_is_gone_at_once_and_can_come_back()
    {
        await using var fixture = await Open.PlayersAsync();
        var cache = fixture.Cache;
        cache.Set(Key, State);
        cache.Remove(Key);
        Assert.False(cache.TryGet(Key, out _));
        Assert.False(cache.Contains(Key));
        Assert.False(cache.Update(Key, 0, static (ref PlayerState _, int _) => { }));
        Assert.Equal(0, cache.Count);
        Assert.Equal(1, cache.DirtyCount);

        cache.Set(Key, State);
        Assert.True(cache.TryGet(Key, out _));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task Many_are_read_and_written_as_one_by_one()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        long[] keys = [1, 2, 3, 4];
        cache.SetMany(keys.AsSpan(0, 3), [Quad.Of(10), Quad.Of(20), Quad.Of(30)]);
        cache.Remove(2);

        var values = new Quad[5];
        var found = new bool[5];
        values.AsSpan().Fill(Quad.Of(-1));
        Assert.Equal(2, cache.TryGetMany(keys, values, found));
        Assert.Equal([true, false, true, false, false], found);
        Assert.Equal([Quad.Of(10), default, Quad.Of(30), default, Quad.Of(-1)], values);
    }

    [Fact]
    public async Task Spans_of_the_wrong_length_are_refused_before_anything_is_done()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.SetMany([1, 2], [Quad.Of(1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.TryGetMany([1, 2], new Quad[1], new bool[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.TryGetMany([1, 2], new Quad[2], new bool[1]));
        Assert.Equal(0, cache.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task An_unknown_priority_is_refused(int priority)
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Set(1, default, (FlushPriority)priority));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.TrySet(1, default, (FlushPriority)priority));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Remove(1, (FlushPriority)priority));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await cache.SetAsync(1, default, default, (FlushPriority)priority));
        Assert.Equal(0, cache.Statistics.Writes);
    }

    [Fact]
    public async Task A_snapshot_shows_live_entries_alone()
    {
        await using var fixture = await Open.SessionsAsync();
        var cache = fixture.Cache;
        SessionKey[] keys = [.. Enumerable.Range(0, 100).Select(static number => new SessionKey($"eu-{number}", Guid.NewGuid()))];
        for (int number = 0; number < keys.Length; number++)
            cache.Set(keys[number], new Session("ann", number));
        for (int number = 0; number < keys.Length; number += 2)
            cache.Remove(keys[number]);

        var snapshot = cache.Snapshot().ToDictionary();
        Assert.Equal(50, snapshot.Count);
        for (int number = 1; number < keys.Length; number += 2)
            Assert.Equal(new Session("ann", number), snapshot[keys[number]]);
    }

    [Fact]
    public async Task Reads_and_writes_are_counted_exactly()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, default);
        cache.Set(1, default);
        cache.Remove(2);
        cache.TryGet(1, out _);
        cache.TryGet(2, out _);
        cache.Contains(1);
        await cache.GetAsync(1);
        var statistics = cache.Statistics;
        Assert.Equal((4, 3, 1), (statistics.Reads, statistics.Hits, statistics.Misses));
        Assert.Equal((3, 1, 2), (statistics.Writes, statistics.Coalesced, statistics.Pending));
    }

    [Fact]
    public async Task Reads_are_not_counted_where_the_attribute_says_so()
    {
        await using var cache = await Open.OnAsync(UncountedCache.OpenAsync, new InMemoryStore<long, Quad>());
        Assert.Equal("uncounted", UncountedCache.Schema.Name);
        cache.Set(1, default);
        cache.TryGet(1, out _);
        Assert.Equal((0, 1), (cache.Statistics.Reads, cache.Statistics.Writes));
    }
}
