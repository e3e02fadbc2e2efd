namespace WriteBack.Fast.Tests.Flush;

public class StoredDurabilityTests
{
    [Fact]
    public async Task It_completes_when_the_store_has_the_write_without_waiting_for_the_interval()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        fixture.Store.Pause();
        var set = fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        Assert.False(set.IsCompleted);
        fixture.Store.Resume();
        await set;
        Assert.True(fixture.Rows.TryGet(1, out _));

        await fixture.Cache.RemoveAsync(1, WriteDurability.Stored);
        Assert.False(fixture.Rows.TryGet(1, out _));
        Assert.False(await fixture.Cache.UpdateAsync(1, 0, static (ref Quad _, int _) => { }, WriteDurability.Stored));
    }

    [Fact]
    public async Task A_write_in_flight_does_not_speak_for_the_one_after_it()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        fixture.Store.Pause();
        var first = fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        var second = fixture.Cache.SetAsync(1, Quad.Of(2), WriteDurability.Stored).AsTask();
        var third = fixture.Cache.UpdateAsync(1, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step), WriteDurability.Stored).AsTask();
        fixture.Store.Resume();
        await first;
        await second;
        Assert.True(await third);
        Assert.True(fixture.Rows.TryGet(1, out var stored));
        Assert.Equal(Quad.Of(3), stored);
    }

    [Fact]
    public async Task It_outlasts_a_failure_of_the_store()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.FailNext(5, new TimeoutException());
        await fixture.Time.AdvanceUntil(fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask());
        Assert.Equal(1, fixture.Rows.Count);
    }

    [Fact]
    public async Task It_throws_when_the_write_ends_as_a_dead_letter()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.Poison(static _ => true, new InvalidDataException("bad"));
        var exception = await Assert.ThrowsAsync<DeadLetteredException>(
            () => fixture.Time.AdvanceUntil(fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored).AsTask()));
        Assert.IsType<InvalidDataException>(exception.InnerException);
        await Assert.ThrowsAsync<DeadLetteredException>(
            () => fixture.Time.AdvanceUntil(fixture.Cache.RemoveAsync(1, WriteDurability.Stored).AsTask()));
    }

    [Fact]
    public async Task Giving_up_the_wait_does_not_take_the_write_back()
    {
        await using var fixture = await Open.QuadsAsync();
        fixture.Store.Pause();
        using var cancellation = new CancellationTokenSource();
        var set = fixture.Cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored, ct: cancellation.Token).AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => set);
        fixture.Store.Resume();
        await fixture.Cache.FlushAsync();
        Assert.Equal(1, fixture.Rows.Count);
    }

    [Fact]
    public async Task Without_a_log_nothing_can_be_logged()
    {
        await using var fixture = await Open.QuadsAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await fixture.Cache.SetAsync(1, default, WriteDurability.Logged));
        Assert.Contains("log", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await fixture.Cache.SetAsync(1, default, (WriteDurability)9));
        Assert.Equal(0, fixture.Cache.Statistics.Writes);
    }
}
