namespace WriteBack.Fast.Tests.Flush;

/// <summary>What becomes of an entry's priority, attempts and waiters when it is written around its flight.</summary>
public class FlightTests
{
    [Theory]
    [InlineData(FlushPriority.Low, FlushPriority.High)]
    [InlineData(FlushPriority.High, FlushPriority.Low)]
    public async Task A_write_in_flight_has_the_priority_that_it_was_given(FlushPriority first, FlushPriority second)
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1), first);
        var flush = fixture.Cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        fixture.Cache.Set(1, Quad.Of(2), second);
        fixture.Store.Resume();
        await flush;
        await fixture.Cache.FlushAsync();
        Assert.Equal([first, second], Entries(fixture).Select(static entry => entry.Priority));
    }

    [Fact]
    public async Task A_clean_entry_that_is_written_has_the_priority_that_it_was_given()
    {
        await using var fixture = await Open.QuadsAsync();
        FlushPriority[] given = [FlushPriority.High, FlushPriority.Low, FlushPriority.Normal];
        foreach (var priority in given)
        {
            fixture.Cache.Set(1, Quad.Of(1), priority);
            await fixture.Cache.FlushAsync();
        }

        Assert.Equal(given, Entries(fixture).Select(static entry => entry.Priority));
    }

    [Fact]
    public async Task A_new_value_of_an_entry_that_waits_for_its_next_attempt_begins_with_the_first()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 100;
            options.MaxBatchSize = 1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        var cache = fixture.Cache;
        fixture.Store.Poison(
            entry =>
            {
                // By now the refused entry is dirty again, and waits for its next attempt.
                if (entry.Key == 10)
                    cache.Set(1, Quad.Of(1));
                return entry.Value.First < 0;
            },
            new InvalidDataException());
        fixture.Store.Pause();
        cache.Set(1, Quad.Of(-1));
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        for (int key = 10; key < 15; key++)
            cache.Set(key, Quad.Of(key), FlushPriority.High);
        fixture.Store.Resume();
        await cache.FlushAsync(10);
        await fixture.Time.AdvanceUntil(Task.WhenAll(flush, cache.FlushAsync().AsTask()));
        Assert.Equal(
            [(Quad.Of(-1), 1), (Quad.Of(1), 1)],
            Entries(fixture).Where(static entry => entry.Key == 1).Select(static entry => (entry.Value, entry.Attempt)));
    }

    [Fact]
    public async Task Those_who_wait_for_a_write_that_failed_and_for_the_newer_one_are_told_together()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        fixture.Store.Pause();
        fixture.Store.FailNext(1, new TimeoutException());
        var first = fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        var second = fixture.Cache.SetAsync(1, Quad.Of(2), WriteDurability.Stored).AsTask();
        fixture.Store.Resume();
        await fixture.Time.AdvanceUntil(Task.WhenAll(first, second));
        Assert.Equal([1, 2], Entries(fixture).Select(static entry => entry.Value.First));
        Assert.Equal(Quad.Of(2), fixture.Rows.Rows[1]);
    }

    [Fact]
    public async Task A_write_in_flight_that_is_awaited_is_stored_without_waiting_for_the_interval()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        var cache = fixture.Cache;
        fixture.Store.Pause();
        var first = cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        var second = cache.SetAsync(1, Quad.Of(2), WriteDurability.Stored).AsTask();
        var other = cache.SetAsync(2, Quad.Of(2), WriteDurability.Stored).AsTask();

        // A write that is not coalesced tells that the other entry is in flight: the drainer has been here since.
        await Eventually.Holds(() =>
        {
            long pending = cache.Statistics.Pending;
            cache.Set(2, Quad.Of(3));
            return cache.Statistics.Pending > pending;
        });
        fixture.Store.Resume();
        await Task.WhenAll(first, second, other);
        Assert.Equal(Quad.Of(2), fixture.Rows.Rows[1]);
    }

    [Fact]
    public async Task Dead_letters_leave_their_room_to_others()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.Capacity = 4;
            options.MaxDirtyRatio = 1;
            options.Retry.MaxAttempts = 1;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException());
        for (int key = 1; key <= 8; key++)
        {
            Assert.True(fixture.Cache.TrySet(-key, Quad.Of(-key)));
            await fixture.Cache.FlushAsync();
        }

        fixture.Store.Pause();
        for (int key = 1; key <= 4; key++)
            Assert.True(fixture.Cache.TrySet(key, Quad.Of(key)));
        Assert.False(fixture.Cache.TrySet(5, Quad.Of(5)));
        Assert.Equal((4, 8), (fixture.Cache.Count, fixture.Cache.DeadLetters.Count));
    }

    private static IEnumerable<WriteEntry<long, Quad>> Entries(CacheFixture<QuadCache, long, Quad> fixture) =>
        fixture.Store.Batches.SelectMany(static batch => batch.Entries);
}
