namespace WriteBack.Fast.Tests.DeadLetters;

public class ReplayTests
{
    [Fact]
    public async Task After_the_cure_every_letter_is_stored_and_gone()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1, 2, 3);
        var (cache, letters) = (fixture.Cache, fixture.Cache.DeadLetters);
        fixture.Store.Cure();
        long writes = cache.Statistics.Writes;
        Assert.Equal(new ReplayReport(3, 0), await letters.ReplayAsync());
        Assert.Equal(writes + 3, cache.Statistics.Writes);
        await cache.FlushAsync();
        Assert.Equal(0, letters.Count);
        Assert.Equal([Quad.Of(-1), Quad.Of(-2), Quad.Of(-3)], fixture.Rows.Rows.OrderBy(static row => row.Key).Select(static row => row.Value));
        Assert.True(cache.TryGet(2, out var value));
        Assert.Equal(Quad.Of(-2), value);
    }

    [Fact]
    public async Task A_letter_is_there_until_its_write_is_stored_and_a_second_replay_skips_it()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Store.Cure();
        fixture.Store.Pause();
        var letters = fixture.Cache.DeadLetters;
        int writes = fixture.Store.Batches.Count;
        Assert.Equal(new ReplayReport(1, 0), await letters.ReplayAsync());
        await fixture.Store.WaitForWriteAsync(writes + 1);
        Assert.Equal(new ReplayReport(0, 0), await letters.ReplayAsync());
        Assert.Equal(1, letters.Count);
        fixture.Store.Resume();
        await fixture.Cache.FlushAsync();
        Assert.Equal(0, letters.Count);
        Assert.Equal(writes + 1, fixture.Store.Batches.Count);
    }

    [Fact]
    public async Task Two_replays_at_once_write_each_letter_once()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, [.. Enumerable.Range(1, 400)]);
        fixture.Store.Cure();
        fixture.Store.Pause();
        var letters = fixture.Cache.DeadLetters;
        var reports = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => letters.ReplayAsync().AsTask())));
        Assert.Equal(new ReplayReport(400, 0), new ReplayReport(reports.Sum(static r => r.Replayed), reports.Sum(static r => r.Superseded)));
        fixture.Store.Resume();
        await fixture.Cache.FlushAsync();
        Assert.Equal((0, 400), (letters.Count, fixture.Rows.Count));
    }

    [Fact]
    public async Task A_dirty_newer_write_stands_and_takes_the_letter_with_it()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(10));
        Assert.Equal(new ReplayReport(0, 1), await fixture.Cache.DeadLetters.ReplayAsync());
        Assert.Equal(1, fixture.Cache.DeadLetters.Count);
        await AssertStoredAsync(fixture, 10);
    }

    [Fact]
    public async Task A_newer_write_in_flight_stands_and_takes_the_letter_with_it()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Store.Pause();
        int writes = fixture.Store.Batches.Count;
        var stored = fixture.Cache.SetAsync(1, Quad.Of(10), WriteDurability.Stored).AsTask();
        await fixture.Store.WaitForWriteAsync(writes + 1);
        Assert.Equal(new ReplayReport(0, 1), await fixture.Cache.DeadLetters.ReplayAsync());
        Assert.Equal(1, fixture.Cache.DeadLetters.Count);
        fixture.Store.Resume();
        await stored;
        await AssertStoredAsync(fixture, 10);
    }

    [Fact]
    public async Task A_newer_write_that_is_stored_stands_and_the_letter_goes_at_once()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Cache.Set(1, Quad.Of(10));
        await fixture.Cache.FlushAsync();
        Assert.Equal(1, fixture.Cache.DeadLetters.Count);
        Assert.Equal(new ReplayReport(0, 1), await fixture.Cache.DeadLetters.ReplayAsync());
        Assert.Equal(0, fixture.Cache.DeadLetters.Count);
        await AssertStoredAsync(fixture, 10);
    }

    [Fact]
    public async Task A_newer_write_that_is_stored_and_evicted_stands()
    {
        await using var fixture = await OpenAsync(static options => (options.Capacity, options.MaxDirtyRatio) = (4, 1));
        await DeadLetterAsync(fixture, 1);
        for (int key = 1; key <= 40; key++)
        {
            fixture.Cache.Set(key, Quad.Of(10 * key));
            await fixture.Cache.FlushAsync();

            // What is asked for more often than the first one drives it out.
            for (int read = 0; key > 1 && read < 3; read++)
                fixture.Cache.TryGet(key, out _);
        }

        Assert.False(fixture.Cache.Contains(1));
        Assert.Equal(new ReplayReport(0, 1), await fixture.Cache.DeadLetters.ReplayAsync());
        await AssertStoredAsync(fixture, 10);
    }

    [Fact]
    public async Task Of_two_letters_of_a_key_the_newer_is_replayed()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Cache.Set(1, Quad.Of(-10));
        await fixture.Cache.FlushAsync();
        Assert.Equal(2, fixture.Cache.DeadLetters.Count);
        fixture.Store.Cure();
        Assert.Equal(new ReplayReport(1, 1), await fixture.Cache.DeadLetters.ReplayAsync());
        await AssertStoredAsync(fixture, -10);
    }

    [Fact]
    public async Task A_letter_whose_key_was_only_loaded_is_replayed()
    {
        await using var fixture = await OpenAsync();
        fixture.Rows.Seed(1, Quad.Of(5));
        await DeadLetterAsync(fixture, 1);
        Assert.Equal(Quad.Of(5), await fixture.Cache.GetAsync(1));
        fixture.Store.Cure();
        Assert.Equal(new ReplayReport(1, 0), await fixture.Cache.DeadLetters.ReplayAsync());
        await AssertStoredAsync(fixture, -1);
    }

    [Fact]
    public async Task A_load_that_began_before_a_replay_does_not_hide_it()
    {
        await using var fixture = await OpenAsync();
        fixture.Rows.Seed(1, Quad.Of(5));
        await DeadLetterAsync(fixture, 1);
        fixture.Store.Cure();
        fixture.Store.PauseLoads();
        var load = fixture.Cache.GetAsync(1).AsTask();
        await fixture.Store.WaitForLoadAsync(1);
        await fixture.Cache.DeadLetters.ReplayAsync();
        fixture.Store.ResumeLoads();
        Assert.Equal(Quad.Of(-1), await load);
        await AssertStoredAsync(fixture, -1);
    }

    [Fact]
    public async Task A_set_after_a_replay_wins()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Store.Cure();
        fixture.Store.Pause();
        await fixture.Cache.DeadLetters.ReplayAsync();
        fixture.Cache.Set(1, Quad.Of(10));
        await AssertStoredAsync(fixture, 10);
    }

    [Fact]
    public async Task A_replay_that_dies_again_leaves_one_letter_which_can_be_replayed()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        var letters = fixture.Cache.DeadLetters;
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(new ReplayReport(1, 0), await letters.ReplayAsync());
            await fixture.Cache.FlushAsync();
            Assert.Equal(1, letters.Count);
        }

        fixture.Store.Cure();
        Assert.Equal(new ReplayReport(1, 0), await letters.ReplayAsync());
        await AssertStoredAsync(fixture, -1);
    }

    [Fact]
    public async Task A_replay_in_an_outage_is_stored_when_the_store_is_back()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1, 2);
        fixture.Store.Cure();
        fixture.Store.FailNext(5, new TimeoutException());
        Assert.Equal(new ReplayReport(2, 0), await fixture.Cache.DeadLetters.ReplayAsync());
        Assert.Equal(2, fixture.Cache.DeadLetters.Count);
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal((0, 2), (fixture.Cache.DeadLetters.Count, fixture.Rows.Count));
    }

    [Fact]
    public async Task A_dead_delete_is_replayed_as_a_remove()
    {
        await using var fixture = await OpenAsync();
        fixture.Rows.Seed(1, Quad.Of(5));
        fixture.Store.Poison(static entry => entry.Kind == WriteKind.Delete, new InvalidDataException());
        fixture.Cache.Remove(1);
        await fixture.Cache.FlushAsync();
        Assert.Equal(Quad.Of(5), await fixture.Cache.GetAsync(1));
        fixture.Store.Cure();
        Assert.Equal(new ReplayReport(1, 0), await fixture.Cache.DeadLetters.ReplayAsync());
        Assert.False(fixture.Cache.TryGet(1, out _));
        await fixture.Cache.FlushAsync();
        Assert.Equal((0, 0), (fixture.Rows.Count, fixture.Cache.DeadLetters.Count));
    }

    [Fact]
    public async Task Clearing_during_a_replay_forgets_the_letters_and_not_the_writes()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        fixture.Store.Cure();
        fixture.Store.Pause();
        await fixture.Cache.DeadLetters.ReplayAsync();
        await fixture.Cache.DeadLetters.ClearAsync();
        Assert.Equal(0, fixture.Cache.DeadLetters.Count);
        await AssertStoredAsync(fixture, -1);
    }

    [Theory]
    [InlineData(OverflowPolicy.Wait)]
    [InlineData(OverflowPolicy.Throw)]
    public async Task A_replay_waits_for_space_whatever_the_policy_is(OverflowPolicy policy)
    {
        await using var fixture = await OpenAsync(options =>
        {
            (options.Capacity, options.MaxDirtyRatio, options.Overflow) = (2, 1, policy);
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        foreach (int key in Enumerable.Range(1, 5))
            await DeadLetterAsync(fixture, key);
        fixture.Store.Cure();
        fixture.Store.Pause();
        var replay = fixture.Cache.DeadLetters.ReplayAsync().AsTask();
        await Eventually.Holds(() => fixture.Cache.Statistics.Stalls > 0);
        using var impatience = new CancellationTokenSource();
        var impatient = fixture.Cache.DeadLetters.ReplayAsync(impatience.Token).AsTask();
        await Eventually.Holds(() => fixture.Cache.Statistics.Stalls > 1);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(replay.IsCompleted);
        fixture.Store.Resume();
        Assert.Equal(new ReplayReport(5, 0), await replay);
        await fixture.Cache.FlushAsync();
        Assert.Equal((0, 5), (fixture.Cache.DeadLetters.Count, fixture.Rows.Count));
    }

    [Fact]
    public async Task After_the_close_letters_can_be_read_and_no_more()
    {
        await using var fixture = await OpenAsync();
        await DeadLetterAsync(fixture, 1);
        await fixture.Cache.CloseAsync();
        var letters = fixture.Cache.DeadLetters;
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await letters.ReplayAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await letters.ClearAsync());
        Assert.Equal(1, letters.Count);
        Assert.Equal(1, (await letters.ReadAllAsync().SingleAsync()).Key);
    }

    [Fact]
    public async Task Closing_during_a_replay_keeps_the_letters_whose_turn_has_not_come()
    {
        await using var fixture = await OpenAsync(static options =>
            (options.Capacity, options.MaxDirtyRatio, options.FlushInterval) = (1, 1, Timeout.InfiniteTimeSpan));
        await DeadLetterAsync(fixture, 1);
        await DeadLetterAsync(fixture, 2);
        fixture.Store.Cure();
        fixture.Store.Pause();
        var replay = fixture.Cache.DeadLetters.ReplayAsync().AsTask();
        await Eventually.Holds(() => fixture.Cache.Statistics.Stalls > 0);
        var close = fixture.Cache.CloseAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => replay);
        fixture.Store.Resume();
        await close;
        Assert.Equal(2, (await fixture.Cache.DeadLetters.ReadAllAsync().SingleAsync()).Key);
        Assert.Equal([1L], fixture.Rows.Rows.Keys);
    }

    [Fact]
    public async Task Among_concurrent_sets_replays_and_poison_the_store_ends_with_the_newest_write()
    {
        const int keys = 16;
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            (options.Capacity, options.MaxDirtyRatio, options.MaxBatchSize) = (64, 1, 4);
            (options.MaxConcurrentFlushes, options.Retry.MaxAttempts) = (4, 1);
        });
        var (cache, store) = (fixture.Cache, fixture.Store);
        store.Poison(static entry => entry.Value.First % 3 == 0, new InvalidDataException());
        var last = new long[keys];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (int round = 0; round < 2_000; round++)
            {
                // Each thread has keys of its own, so the last write of a key is known.
                long key = round % (keys / 4) * 4 + thread;
                cache.Set(key, Quad.Of(last[key] = round));
                if (round % 10 == 0)
                    await cache.DeadLetters.ReplayAsync();
                if (round % 50 == 0)
                    await cache.FlushAsync();
            }
        })));
        await cache.FlushAsync();
        store.Cure();
        await cache.DeadLetters.ReplayAsync();
        await cache.FlushAsync();
        Assert.Equal(0, cache.DeadLetters.Count);
        Assert.Equal(last, Enumerable.Range(0, keys).Select(key => fixture.Rows.Rows[key].First));
    }

    private static Task<CacheFixture<QuadCache, long, Quad>> OpenAsync(Action<WriteBackOptions>? configure = null) =>
        Open.QuadsAsync(options =>
        {
            options.Retry.MaxAttempts = 1;
            configure?.Invoke(options);
        });

    private static async Task DeadLetterAsync(CacheFixture<QuadCache, long, Quad> fixture, params int[] keys)
    {
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException("below zero"));
        foreach (int key in keys)
            fixture.Cache.Set(key, Quad.Of(-key));
        await fixture.Cache.FlushAsync();
        Assert.All(keys, key => Assert.False(fixture.Cache.Contains(key)));
    }

    private static async Task AssertStoredAsync(CacheFixture<QuadCache, long, Quad> fixture, long number)
    {
        fixture.Store.Resume();
        await fixture.Cache.FlushAsync();
        Assert.Equal(Quad.Of(number), fixture.Rows.Rows[1]);
        Assert.Equal(0, fixture.Cache.DeadLetters.Count);
    }
}
