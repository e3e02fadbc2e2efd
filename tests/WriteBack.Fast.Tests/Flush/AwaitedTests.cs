namespace WriteBack.Fast.Tests.Flush;

/// <summary>What a caller waits for is stored at once, and hurries nothing else.</summary>
public class AwaitedTests
{
    [Fact]
    public async Task An_awaited_write_is_stored_alone()
    {
        await using var fixture = await OpenAsync();
        for (int key = 0; key < 100; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        await fixture.Cache.SetAsync(200, Quad.Of(200), WriteDurability.Stored);
        await fixture.Cache.RemoveAsync(201, WriteDurability.Stored);
        await fixture.Cache.UpdateAsync(200, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step), WriteDurability.Stored);
        Assert.All(fixture.Store.Batches, static batch => Assert.Single(batch.Entries));
        Assert.Equal((3, 100), (fixture.Cache.Statistics.Stored, fixture.Cache.DirtyCount));
    }

    [Fact]
    public async Task An_entry_that_waits_for_its_interval_is_stored_at_once_when_a_write_of_it_is_awaited()
    {
        await using var fixture = await OpenAsync();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        await fixture.Cache.SetAsync(1, Quad.Of(11), WriteDurability.Stored);
        Assert.Equal(Quad.Of(11), Assert.Single(fixture.Store.Batches.Single().Entries).Value);
        Assert.Equal(1, fixture.Cache.DirtyCount);
    }

    [Fact]
    public async Task A_plain_write_after_an_awaited_one_waits_for_its_own_interval()
    {
        await using var fixture = await OpenAsync();
        await fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
        fixture.Time.Advance(TimeSpan.FromMinutes(59));
        fixture.Cache.Set(1, Quad.Of(2));
        fixture.Time.Advance(TimeSpan.FromMinutes(59));
        await fixture.Cache.SetAsync(2, Quad.Of(2), WriteDurability.Stored);
        Assert.Equal([1, 2], fixture.Store.Batches.SelectMany(static batch => batch.Entries).Select(static entry => entry.Key));
    }

    [Fact]
    public async Task Awaited_writes_made_in_flight_go_together_with_the_next_batch()
    {
        await using var fixture = await OpenAsync();
        fixture.Store.Pause();
        var first = fixture.Cache.SetAsync(0, Quad.Of(0), WriteDurability.Stored).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        var others = Enumerable.Range(0, 50)
            .Select(key => fixture.Cache.SetAsync(key, Quad.Of(key + 1), WriteDurability.Stored).AsTask()).ToArray();
        fixture.Store.Resume();
        await Task.WhenAll([first, .. others]);

        // The drainer may have filled one batch while the others came.
        Assert.InRange(fixture.Store.Batches.Count, 2, 4);
        Assert.Equal(Quad.Of(1), fixture.Rows.Rows[0]);
    }

    [Fact]
    public async Task A_flush_of_a_key_stores_it_alone_and_completes_when_there_is_nothing_to_store()
    {
        await using var fixture = await OpenAsync();
        await fixture.Cache.FlushAsync(1);
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        await fixture.Cache.FlushAsync(1);
        Assert.Equal(1, Assert.Single(fixture.Store.Batches.Single().Entries).Key);
        await fixture.Cache.FlushAsync(1);
        Assert.Single(fixture.Store.Batches);
        fixture.Cache.Remove(1);
        await fixture.Cache.FlushAsync(1);
        Assert.Empty(fixture.Rows.Rows);
    }

    [Fact]
    public async Task A_flush_of_a_key_waits_for_the_write_that_is_in_flight_and_for_the_one_made_meanwhile()
    {
        await using var fixture = await OpenAsync();
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        var inFlight = fixture.Cache.FlushAsync(1).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        var again = fixture.Cache.FlushAsync(1).AsTask();
        fixture.Cache.Set(1, Quad.Of(2));
        var newest = fixture.Cache.FlushAsync(1).AsTask();
        Assert.False(inFlight.IsCompleted || again.IsCompleted || newest.IsCompleted);
        fixture.Store.Resume();
        await Task.WhenAll(inFlight, again, newest);
        Assert.Equal(Quad.Of(2), fixture.Rows.Rows[1]);
    }

    [Fact]
    public async Task A_flush_of_a_key_that_is_closed_or_cancelled_says_so()
    {
        await using var fixture = await OpenAsync();
        fixture.Store.Pause();
        fixture.Cache.Set(1, Quad.Of(1));
        using var cancellation = new CancellationTokenSource();
        var flush = fixture.Cache.FlushAsync(1, cancellation.Token).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await fixture.Cache.FlushAsync(1, cancellation.Token));
        fixture.Store.Resume();
        await fixture.Cache.CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await fixture.Cache.FlushAsync(1));
    }

    [Fact]
    public async Task A_key_that_is_refused_and_written_again_and_again_keeps_nobody_for_ever()
    {
        await using var fixture = await OpenAsync();
        var cache = fixture.Cache;
        fixture.Store.Poison(
            entry =>
            {
                if (entry.Key == 7)
                    cache.Set(7, Quad.Of(entry.Value.First + 1));
                return entry.Key == 7;
            },
            new InvalidDataException());
        cache.Set(7, Quad.Of(0));
        cache.Set(1, Quad.Of(1));
        var key = Assert.ThrowsAsync<DeadLetteredException>(async () => await cache.FlushAsync(7));
        var update = Assert.ThrowsAsync<DeadLetteredException>(async () => await cache.UpdateAsync(
            7, 0, static (ref Quad value, int _) => value = Quad.Of(value.First), WriteDurability.Stored));
        await fixture.Time.AdvanceUntil(Task.WhenAll(cache.FlushAsync().AsTask(), key, update));
        Assert.Equal(Quad.Of(1), fixture.Rows.Rows[1]);
        Assert.Equal(0, cache.DeadLetters.Count);
        fixture.Store.Cure();
    }

    private static Task<CacheFixture<QuadCache, long, Quad>> OpenAsync() =>
        Open.QuadsAsync(static options => options.FlushInterval = TimeSpan.FromHours(1));
}
