namespace WriteBack.Fast.Tests.Flush;

public class FlushTests
{
    [Fact]
    public async Task Writes_between_two_flushes_cost_one_row_each_key()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        for (int write = 0; write < 1_000; write++)
            cache.Set(write % 3, Quad.Of(write));
        var report = await cache.FlushAsync();

        Assert.Equal((3, 0), (report.Stored, report.DeadLettered));
        var batch = Assert.Single(fixture.Store.Batches);
        Assert.Equal([Quad.Of(999), Quad.Of(997), Quad.Of(998)], batch.Entries.OrderBy(static entry => entry.Key).Select(static entry => entry.Value));
        var statistics = cache.Statistics;
        Assert.Equal((1_000, 997, 3, 0), (statistics.Writes, statistics.Coalesced, statistics.Stored, statistics.Pending));
        Assert.Equal(0, cache.DirtyCount);
    }

    [Fact]
    public async Task A_flush_reports_what_it_stored_itself()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Retry.MaxAttempts = 1);
        var cache = fixture.Cache;
        fixture.Store.Poison(static entry => entry.Key is 2 or 12, new InvalidOperationException("never"));
        foreach (int start in (int[])[0, 10])
        {
            for (int key = start; key < start + 5; key++)
                cache.Set(key, Quad.Of(key));
            var report = await cache.FlushAsync();
            Assert.Equal((4, 1), (report.Stored, report.DeadLettered));
        }
    }

    [Fact]
    public async Task The_interval_stores_what_is_dirty()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = TimeSpan.FromSeconds(5));
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Empty(fixture.Store.Batches);
        fixture.Time.Advance(TimeSpan.FromSeconds(0.1));
        await fixture.Store.WaitForWriteAsync(1);
        fixture.Cache.Set(2, Quad.Of(2));
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await fixture.Store.WaitForWriteAsync(2);
    }

    [Fact]
    public async Task Of_more_entries_than_the_background_limit_the_oldest_are_stored_before_their_time()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 1_000;
            options.BackgroundDirtyRatio = 0.1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        for (int key = 0; key < 100; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        fixture.Cache.Set(100, Quad.Of(100));
        await fixture.Time.AdvanceUntil(fixture.Store.WaitForWriteAsync(1));
        Assert.Equal([0L], fixture.Store.Batches[0].Entries.Select(static entry => entry.Key));
        Assert.Equal(100, fixture.Cache.DirtyCount);
    }

    [Fact]
    public async Task Without_a_background_limit_every_entry_is_stored_at_once()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.BackgroundDirtyRatio = 0;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Store.WaitForWriteAsync(1);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_it_may_be_and_holds_no_key_twice()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.MaxBatchSize = 10;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Pause();
        for (int write = 0; write < 200; write++)
            fixture.Cache.Set(write % 55, Quad.Of(write));
        fixture.Store.Resume();
        await fixture.Cache.FlushAsync();

        var batches = fixture.Store.Batches;
        Assert.All(batches, static batch => Assert.InRange(batch.Entries.Length, 1, 10));
        Assert.All(batches, static batch => Assert.Distinct(batch.Entries.Select(static entry => entry.Key)));
        Assert.Equal(Enumerable.Range(1, batches.Count).Select(static id => (long)id), batches.Select(static batch => batch.Id));
        fixture.AssertStoreEqualsCache();
    }

    [Fact]
    public async Task A_write_during_flight_is_stored_after_it_and_not_lost()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        fixture.Store.Pause();
        cache.Set(1, Quad.Of(1));
        var first = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        cache.Set(1, Quad.Of(2));
        cache.Set(1, Quad.Of(3));
        Assert.Equal((1, 2L), (cache.DirtyCount, cache.Statistics.Pending));
        var second = cache.FlushAsync().AsTask();
        Assert.False(second.IsCompleted);

        fixture.Store.Resume();
        await first;
        await second;
        Assert.Equal([1, 3], fixture.Store.Batches.Select(static batch => batch.Entries.Single().Value.First));
        Assert.True(fixture.Rows.TryGet(1, out var stored));
        Assert.Equal(Quad.Of(3), stored);
    }

    [Fact]
    public async Task A_flush_does_not_wait_for_later_writes()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        fixture.Store.Pause();
        cache.Set(1, Quad.Of(1));
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);

        // Both came after the flush began, and the store never takes them: were they waited for, this would not end.
        cache.Set(1, Quad.Of(2));
        cache.Set(2, Quad.Of(2));
        fixture.Store.Poison(
            static entry => entry.Value == Quad.Of(2) ? throw new TimeoutException() : false, new InvalidDataException());
        fixture.Store.Resume();
        await flush;
        Assert.Equal([KeyValuePair.Create(1L, Quad.Of(1))], fixture.Rows.Rows);
        Assert.Equal(2, cache.DirtyCount);
    }

    [Fact]
    public async Task A_flush_waits_for_what_was_written_in_flight_before_it()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        var cache = fixture.Cache;
        fixture.Store.Pause();
        cache.Set(1, Quad.Of(1));
        var first = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        cache.Set(1, Quad.Of(2));
        var second = cache.FlushAsync().AsTask();
        fixture.Store.Resume();
        await second;
        Assert.True(fixture.Rows.TryGet(1, out var stored));
        Assert.Equal(Quad.Of(2), stored);
        await first;
    }

    [Fact]
    public async Task A_flush_of_a_clean_cache_completes()
    {
        await using var fixture = await Open.QuadsAsync();
        var report = await fixture.Cache.FlushAsync();
        Assert.Equal((0, 0), (report.Stored, report.DeadLettered));
        Assert.Empty(fixture.Store.Batches);
    }

    [Fact]
    public async Task Giving_up_on_a_flush_does_not_stop_it()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        using var cancellation = new CancellationTokenSource();
        var flush = fixture.Cache.FlushAsync(cancellation.Token).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        fixture.Store.Resume();
        await fixture.Cache.FlushAsync();
        Assert.Equal(1, fixture.Rows.Count);
    }

    [Fact]
    public async Task A_remove_is_written_back_as_a_delete_in_its_turn()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        fixture.Rows.Seed(5, Quad.Of(5));
        cache.Remove(5);
        cache.Set(6, Quad.Of(6));
        await cache.FlushAsync();
        cache.Remove(6);
        cache.Set(7, Quad.Of(7));
        cache.Remove(7);
        await cache.FlushAsync();
        Assert.Empty(fixture.Rows.Rows);
        Assert.Equal(0, cache.Count);
        Assert.Equal(
            [WriteKind.Delete, WriteKind.Upsert, WriteKind.Delete, WriteKind.Delete],
            fixture.Store.Batches.SelectMany(static batch => batch.Entries.OrderBy(static entry => entry.Key)).Select(static entry => entry.Kind));
        Assert.Equal((5, 1, 4), (cache.Statistics.Writes, cache.Statistics.Coalesced, cache.Statistics.Stored));
    }

    [Fact]
    public async Task A_set_after_a_remove_in_flight_is_what_remains()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(1));
        await cache.FlushAsync();
        fixture.Store.Pause();
        cache.Remove(1);
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(2);
        cache.Set(1, Quad.Of(2));
        fixture.Store.Resume();
        await flush;
        await cache.FlushAsync();
        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal(Quad.Of(2), value);
        fixture.AssertStoreEqualsCache();
    }

    [Fact]
    public async Task Urgent_writes_are_stored_first_and_coalescing_keeps_the_highest_priority()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            // One shard, so one ring of each priority, in the order of the writes.
            options.Capacity = 100;
            options.MaxBatchSize = 1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        var cache = fixture.Cache;
        fixture.Store.Pause();

        // These two are taken first, one to the store and one to the channel; all else is there before the third is.
        cache.Set(1_000, default, FlushPriority.High);
        cache.Set(1_001, default, FlushPriority.High);
        var first = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        cache.Set(1, Quad.Of(1), FlushPriority.Low);
        cache.Set(2, Quad.Of(2), FlushPriority.Low);
        cache.Set(3, Quad.Of(3));
        cache.Set(4, Quad.Of(4), FlushPriority.High);
        cache.Set(2, Quad.Of(22), FlushPriority.High);
        cache.Set(4, Quad.Of(44), FlushPriority.Low);
        fixture.Store.Resume();
        await first;
        await cache.FlushAsync();

        var order = fixture.Store.Batches.SelectMany(static batch => batch.Entries).Skip(2).ToList();
        Assert.Equal([4, 2, 3, 1], order.Select(static entry => entry.Key));
        Assert.Equal(
            [FlushPriority.High, FlushPriority.High, FlushPriority.Normal, FlushPriority.Low],
            order.Select(static entry => entry.Priority));
        fixture.AssertStoreEqualsCache();
    }

    [Fact]
    public async Task Versions_of_a_key_grow()
    {
        await using var fixture = await Open.QuadsAsync();
        for (int write = 0; write < 5; write++)
        {
            fixture.Cache.Set(1, Quad.Of(write));
            fixture.Cache.Set(2, Quad.Of(write));
            if (write == 2)
                fixture.Store.FailNext(1, new TimeoutException());
            await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        }

        foreach (long key in (long[])[1, 2])
        {
            long[] versions = [.. fixture.Store.Batches.SelectMany(static batch => batch.Entries).Where(entry => entry.Key == key).Select(static entry => entry.Version)];
            Assert.Equal(6, versions.Length);
            Assert.Equal(versions.Order().Distinct(), versions);
        }
    }

    [Fact]
    public async Task The_age_of_the_oldest_dirty_entry_is_never_told_too_low_nor_much_too_high()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = TimeSpan.FromSeconds(1));
        var cache = fixture.Cache;
        Assert.Equal(TimeSpan.Zero, cache.Statistics.OldestDirtyAge);
        fixture.Store.Pause();
        cache.Set(1, Quad.Of(1));
        for (int second = 1; second <= 30; second++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.InRange(cache.Statistics.OldestDirtyAge, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second + 1));
        }

        fixture.Store.Resume();
        await cache.FlushAsync();
        Assert.Equal(TimeSpan.Zero, cache.Statistics.OldestDirtyAge);
    }
}
