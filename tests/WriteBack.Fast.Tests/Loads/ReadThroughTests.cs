namespace WriteBack.Fast.Tests.Loads;

public class ReadThroughTests
{
    [Fact]
    public async Task What_is_not_in_memory_comes_from_the_store_once()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        Assert.Equal(Quad.Of(1), await fixture.Cache.GetAsync(1));
        Assert.True(fixture.Cache.TryGet(1, out var value));
        Assert.Equal(Quad.Of(1), value);
        Assert.Equal(Quad.Of(1), await fixture.Cache.GetAsync(1));
        Assert.Equal((1, 0), (fixture.Cache.Statistics.Loads, fixture.Cache.DirtyCount));

        Assert.Null(await fixture.Cache.GetAsync(2));
        Assert.Equal(LoadResult<Quad>.NotFound, await fixture.Cache.LookupAsync(2));
        Assert.Equal(3, fixture.Cache.Statistics.Loads);
    }

    [Fact]
    public async Task Those_who_ask_for_one_key_at_a_time_share_one_load()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Store.PauseLoads();
        using var cancellation = new CancellationTokenSource();
        var impatient = fixture.Cache.GetAsync(1, cancellation.Token).AsTask();
        var others = Enumerable.Range(0, 10).Select(_ => fixture.Cache.GetAsync(1).AsTask()).ToArray();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        fixture.Store.ResumeLoads();
        Assert.All(await Task.WhenAll(others), static value => Assert.Equal(Quad.Of(1), value));
        Assert.Equal(1, fixture.Cache.Statistics.Loads);
    }

    [Fact]
    public async Task A_failed_load_is_seen_by_all_who_wait_and_not_remembered()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Store.FailLoads(1, new InvalidDataException());
        fixture.Store.PauseLoads();
        var first = fixture.Cache.GetAsync(1).AsTask();
        var second = fixture.Cache.GetAsync(1).AsTask();
        fixture.Store.ResumeLoads();
        await Assert.ThrowsAsync<InvalidDataException>(() => first);
        await Assert.ThrowsAsync<InvalidDataException>(() => second);
        Assert.Equal(Quad.Of(1), await fixture.Cache.GetAsync(1));
    }

    [Fact]
    public async Task A_load_never_replaces_a_newer_write()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Store.PauseLoads();
        var load = fixture.Cache.GetAsync(1).AsTask();
        fixture.Cache.Set(1, Quad.Of(2));
        fixture.Store.ResumeLoads();
        Assert.Equal(Quad.Of(2), await load);
        Assert.True(fixture.Cache.TryGet(1, out var value));
        Assert.Equal(Quad.Of(2), value);
    }

    [Fact]
    public async Task A_load_never_brings_back_what_was_removed()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Store.PauseLoads();
        var load = fixture.Cache.GetAsync(1).AsTask();
        fixture.Cache.Remove(1);
        Assert.Null(await fixture.Cache.GetAsync(1));
        fixture.Store.ResumeLoads();
        Assert.Null(await load);
        Assert.False(fixture.Cache.Contains(1));
    }

    [Fact]
    public async Task A_load_never_brings_back_what_was_replaced_stored_and_evicted_while_it_ran()
    {
        var rows = new InMemoryStore<long, Quad>();
        rows.Seed(1, Quad.Of(1));
        var store = new StaleLoads(rows);
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions { Capacity = 2 });
        var load = cache.GetAsync(1).AsTask();
        cache.Set(1, Quad.Of(2));
        await cache.FlushAsync();
        for (int key = 10; cache.Contains(1); key++)
        {
            cache.Set(key, Quad.Of(key));
            await cache.FlushAsync();
        }

        store.Answer.SetResult();
        Assert.Equal(Quad.Of(2), await load);
        Assert.Equal(Quad.Of(2), await cache.GetAsync(1));
        Assert.Equal(2, cache.Statistics.Loads);
    }

    [Fact]
    public async Task A_remove_in_flight_hides_the_row_and_one_that_is_stored_does_too()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Store.Pause();
        fixture.Cache.Remove(1);
        var flush = fixture.Cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        Assert.Null(await fixture.Cache.GetAsync(1));
        fixture.Store.Resume();
        await flush;
        Assert.Null(await fixture.Cache.GetAsync(1));
    }

    [Fact]
    public async Task A_remove_that_is_stored_hides_no_row_that_comes_later()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Cache.Remove(1);
        await fixture.Cache.FlushAsync();
        fixture.Rows.Seed(1, Quad.Of(1));
        Assert.Equal(Quad.Of(1), await fixture.Cache.GetAsync(1));
    }

    [Fact]
    public async Task An_update_loads_first_and_says_when_there_is_nothing_to_update()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Rows.Seed(1, Quad.Of(10));
        Assert.True(await fixture.Cache.UpdateAsync(1, 5, static (ref Quad value, int step) => value = Quad.Of(value.First + step)));
        Assert.False(await fixture.Cache.UpdateAsync(2, 5, static (ref Quad value, int step) => value = Quad.Of(step)));
        await fixture.Cache.FlushAsync();
        Assert.Equal([KeyValuePair.Create(1L, Quad.Of(15))], fixture.Rows.Rows);
    }

    [Fact]
    public async Task An_update_finds_room_for_what_it_loads_however_dirty_the_cache_is()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 2;
            options.MaxDirtyRatio = 1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        fixture.Cache.Set(3, Quad.Of(3));
        Assert.True(await fixture.Cache.UpdateAsync(1, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step)));
        await fixture.Cache.FlushAsync();
        Assert.Equal(Quad.Of(2), fixture.Rows.Rows[1]);
    }

    [Fact]
    public async Task Through_the_interface_a_missing_row_is_null_for_structs_and_classes()
    {
        await using var quads = await Open.QuadsAsync();
        IWriteBackCache<long, Quad> structs = quads.Cache;
        quads.Rows.Seed(1, default);
        Quad? none = await structs.GetAsync(2);
        Quad? zero = await structs.GetAsync(1);
        Assert.Null(none);
        Assert.Equal(default(Quad), zero);

        await using var sessions = await Open.SessionsAsync();
        IWriteBackCache<SessionKey, Session> classes = sessions.Cache;
        Assert.Null(await classes.GetAsync(new SessionKey("eu", Guid.Empty)));
        classes.Set(new SessionKey("eu", Guid.Empty), new Session("ann", 1));
        Assert.Equal("ann", (await classes.GetAsync(new SessionKey("eu", Guid.Empty)))!.User);
    }

    /// <summary>Reads the row when asked and answers when told, and at once from the second time on.</summary>
    private sealed class StaleLoads(InMemoryStore<long, Quad> rows) : IWriteBackStore<long, Quad>
    {
        public TaskCompletionSource Answer { get; } = new();

        public async ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct)
        {
            var row = await rows.LoadAsync(key, ct);
            await Answer.Task;
            return row;
        }

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct) => rows.WriteAsync(batch, ct);
    }
}
