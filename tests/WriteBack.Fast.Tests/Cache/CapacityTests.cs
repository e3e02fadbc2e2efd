namespace WriteBack.Fast.Tests.Cache;

public class CapacityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(20_000)]
    public async Task A_cache_holds_as_many_entries_as_it_may_and_not_one_more(int capacity)
    {
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), new WriteBackOptions { Capacity = capacity });
        for (int key = 0; key < capacity; key++)
        {
            Assert.Equal(key, cache.Count);
            cache.Set(key, Quad.Of(key));
        }

        Assert.Equal(0, cache.Statistics.Evictions);
        await cache.FlushAsync();
        for (int key = capacity; key < 2 * capacity + 10; key++)
        {
            cache.Set(key, Quad.Of(key));
            Assert.InRange(cache.Count, 1, capacity);
        }

        Assert.Equal(capacity + 10, cache.Statistics.Evictions);
    }

    [Fact]
    public async Task At_the_hard_limit_a_try_is_refused_exactly()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 20_000;
            options.MaxDirtyRatio = 0.25;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Pause();
        var cache = fixture.Cache;
        int accepted = 0;
        for (int key = 0; key < 20_000; key++)
            accepted += cache.TrySet(key, Quad.Of(key)) ? 1 : 0;
        Assert.Equal(5_000, accepted);
        Assert.Equal(5_000, cache.DirtyCount);
        Assert.Equal(5_000, cache.Statistics.Writes);
        Assert.True(cache.TrySet(0, Quad.Of(-1)), "what is dirty already needs no more room");

        fixture.Store.Resume();
        await cache.FlushAsync();
        fixture.AssertStoreEqualsCache();
        Assert.True(cache.TrySet(19_999, Quad.Of(1)));
    }

    [Fact]
    public async Task At_the_hard_limit_a_set_throws_where_the_policy_says_so()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 4;
            options.Overflow = OverflowPolicy.Throw;
        });
        fixture.Store.Pause();
        var cache = fixture.Cache;
        cache.Set(1, default);
        cache.Set(2, default);
        Assert.Throws<WriteBackOverflowException>(() => cache.Set(3, default));
        await Assert.ThrowsAsync<WriteBackOverflowException>(async () => await cache.SetAsync(3, default));
        Assert.Equal(2, cache.Count);
        Assert.Equal(0, cache.Statistics.Stalls);
    }

    [Fact]
    public async Task At_the_hard_limit_a_set_waits_for_the_store_and_is_counted_as_a_stall()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Capacity = 4);
        fixture.Store.Pause();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(1));
        cache.Set(2, Quad.Of(2));
        var blocked = Task.Run(() => cache.Set(3, Quad.Of(3)));
        var waiting = cache.SetAsync(4, Quad.Of(4)).AsTask();
        await Eventually.Holds(() => cache.Statistics.Stalls == 2);
        Assert.False(blocked.IsCompleted || waiting.IsCompleted);

        fixture.Store.Resume();
        await Task.WhenAll(blocked, waiting);
        await cache.FlushAsync();
        Assert.Equal(2, cache.Statistics.Stalls);
        Assert.Equal(4, fixture.Rows.Count);
    }

    [Fact]
    public async Task Waiting_for_space_ends_when_it_is_cancelled_and_the_write_was_not_made()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Capacity = 2);
        fixture.Store.Pause();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(1));
        using var cancellation = new CancellationTokenSource();
        var waiting = cache.SetAsync(2, Quad.Of(2), ct: cancellation.Token).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(cache.Contains(2));
        Assert.Equal(1, cache.Statistics.Writes);
    }

    [Fact]
    public async Task A_full_cache_without_a_clean_entry_stores_one_before_it_takes_another()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 3;
            options.MaxDirtyRatio = 1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        var cache = fixture.Cache;
        for (int key = 0; key < 50; key++)
        {
            await Task.Run(() => cache.Set(key, Quad.Of(key)));
            Assert.InRange(cache.Count, 1, 3);
        }

        await cache.FlushAsync();
        Assert.Equal(50, fixture.Rows.Count);
        Assert.True(cache.Statistics.Stalls > 0);
    }

    [Fact]
    public async Task A_shard_full_of_dirty_entries_does_not_make_the_others_evict_theirs()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 4_096;
            options.MaxDirtyRatio = 1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Pause();
        var cache = fixture.Cache;

        // Two shards, told apart by the top bit of the hash.
        var shards = Enumerable.Range(0, 20_000).ToLookup(static key => QuadCache.Traits.Hash(key) >> 63, static key => (long)key);
        long[] clean = [.. shards[0].Take(500)];
        foreach (long key in clean)
        {
            fixture.Rows.Seed(key, Quad.Of(key));
            await cache.GetAsync(key);
        }

        long[] accepted = [.. shards[1].TakeWhile(key => cache.TrySet(key, Quad.Of(key)))];
        Assert.InRange(accepted.Length, 2_048, 3_000);
        Assert.Equal(0, cache.Statistics.Evictions);
        Assert.All(clean, key => Assert.True(cache.Contains(key)));
    }

    [Fact]
    public async Task A_batch_size_beyond_all_measure_does_no_harm()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.MaxBatchSize = int.MaxValue);
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Cache.FlushAsync();
        Assert.Equal(1, fixture.Rows.Count);
    }

    [Fact]
    public async Task What_was_evicted_is_not_kept_alive()
    {
        await using var cache = await Open.OnAsync(SessionCache.OpenAsync, new ForgetfulStore(), new WriteBackOptions { Capacity = 1 });
        var evicted = await SetFlushEvictAsync(cache);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(evicted.IsAlive);
        Assert.Equal(1, cache.Count);

        static async Task<WeakReference> SetFlushEvictAsync(SessionCache cache)
        {
            var reference = Set(cache);
            await cache.FlushAsync();
            cache.Set(new SessionKey("us", Guid.Empty), new Session("bob", 2));
            await cache.FlushAsync();
            return reference;
        }

        static WeakReference Set(SessionCache cache)
        {
            var session = new Session("ann", 1);
            cache.Set(new SessionKey("eu", Guid.Empty), session);
            return new WeakReference(session);
        }
    }

    [Fact]
    public async Task A_dirty_entry_is_never_evicted()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Capacity = 8);
        var cache = fixture.Cache;
        for (int key = 0; key < 4; key++)
            cache.Set(key, Quad.Of(key));
        await cache.FlushAsync();
        fixture.Store.Pause();
        for (int key = 100; key < 104; key++)
            cache.Set(key, Quad.Of(key));
        for (int key = 0; key < 200; key++)
            await cache.GetAsync(1_000 + key);
        for (int key = 100; key < 104; key++)
            Assert.True(cache.Contains(key));
    }

    [Fact]
    public async Task What_was_refused_or_removed_gives_its_room_back()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
            (options.Capacity, options.MaxDirtyRatio, options.Overflow) = (8, 0.125, OverflowPolicy.Throw));
        var cache = fixture.Cache;
        fixture.Store.Pause();
        cache.Set(0, Quad.Of(0));
        for (int key = 100; key < 120; key++)
            Assert.False(cache.TrySet(key, Quad.Of(key)));
        fixture.Store.Resume();
        await cache.FlushAsync();
        for (int key = 200; key < 220; key++)
        {
            cache.Set(key, Quad.Of(key));
            await cache.FlushAsync();
            cache.Remove(key);
            await cache.FlushAsync();
        }

        for (int key = 0; key < 8; key++)
        {
            cache.Set(key, Quad.Of(key));
            await cache.FlushAsync();
        }

        Assert.Equal((8, 0), (cache.Count, cache.Statistics.Evictions));
    }

    private sealed class ForgetfulStore : IWriteBackStore<SessionKey, Session>
    {
        public ValueTask<LoadResult<Session>> LoadAsync(SessionKey key, CancellationToken ct) => new(LoadResult<Session>.NotFound);

        public ValueTask WriteAsync(WriteBatch<SessionKey, Session> batch, CancellationToken ct) => ValueTask.CompletedTask;
    }
}
