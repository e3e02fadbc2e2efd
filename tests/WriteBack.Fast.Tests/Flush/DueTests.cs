namespace WriteBack.Fast.Tests.Flush;

/// <summary>An entry is stored when its interval is over: no earlier, and no later.</summary>
public class DueTests
{
    private const long Probe = 1_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task An_entry_is_stored_when_its_interval_is_over_and_not_before()
    {
        await using var fixture = await OpenAsync();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        fixture.Time.Advance(Interval - Tick);
        await AssertStoredAsync(fixture);
        fixture.Time.Advance(Tick);
        await AssertStoredAsync(fixture, 1, 2);
    }

    [Fact]
    public async Task The_interval_counts_from_the_first_write_since_the_entry_was_stored()
    {
        await using var fixture = await OpenAsync();
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Time.Advance(Interval - Tick);
        fixture.Cache.Set(1, Quad.Of(2));
        fixture.Time.Advance(Tick);
        await AssertStoredAsync(fixture, 1);
        fixture.Cache.Set(1, Quad.Of(3));
        fixture.Time.Advance(Interval - Tick);
        await AssertStoredAsync(fixture, 1);
        fixture.Time.Advance(Tick);
        await AssertStoredAsync(fixture, 1, 1);
    }

    [Fact]
    public async Task Each_priority_has_its_interval_and_the_earliest_moment_counts()
    {
        await using var fixture = await OpenAsync(static options => options.LowFlushInterval = 2 * Interval);
        fixture.Cache.Set(1, Quad.Of(1), FlushPriority.Low);
        fixture.Cache.Set(2, Quad.Of(1), FlushPriority.Low);
        fixture.Cache.Set(3, Quad.Of(1));
        fixture.Cache.Set(4, Quad.Of(1), FlushPriority.High);
        fixture.Time.Advance(Interval / 8 - Tick);
        await AssertStoredAsync(fixture);
        fixture.Time.Advance(Tick);
        await AssertStoredAsync(fixture, 4);

        // Key 2 becomes urgent, and key 3 too late for that to matter.
        fixture.Cache.Set(2, Quad.Of(2), FlushPriority.High);
        fixture.Time.Advance(Interval / 8);
        await AssertStoredAsync(fixture, 2, 4);
        fixture.Time.Advance(Interval * 3 / 4);
        await AssertStoredAsync(fixture, 2, 3, 4);
        fixture.Time.Advance(Interval - Tick);
        await AssertStoredAsync(fixture, 2, 3, 4);
        fixture.Time.Advance(Tick);
        await AssertStoredAsync(fixture, 1, 2, 3, 4);
    }

    [Fact]
    public async Task A_cache_without_dirty_entries_has_no_timer_that_runs()
    {
        var time = new CountingTime();
        var store = new InMemoryStore<long, Quad>();
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store, new WriteBackOptions { TimeProvider = time, FlushInterval = Interval });
        Assert.False(time.IsArmed);
        cache.Set(1, Quad.Of(1));
        Assert.True(time.IsArmed);
        await cache.FlushAsync();
        time.Advance(Interval);
        await Eventually.Holds(() => !time.IsArmed);
    }

    [Fact]
    public async Task The_age_of_the_oldest_dirty_entry_is_known_wherever_it_is()
    {
        await using var fixture = await OpenAsync();
        var cache = fixture.Cache;
        Assert.Equal(TimeSpan.Zero, cache.Statistics.OldestDirtyAge);
        cache.Set(1, Quad.Of(1));
        fixture.Time.Advance(Interval / 2);
        Assert.Equal(Interval / 2, cache.Statistics.OldestDirtyAge);
        fixture.Store.Pause();
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        fixture.Time.Advance(Interval);
        Assert.Equal(Interval * 3 / 2, cache.Statistics.OldestDirtyAge);
        fixture.Store.Resume();
        await flush;
        Assert.Equal(TimeSpan.Zero, cache.Statistics.OldestDirtyAge);
    }

    private static Task<CacheFixture<QuadCache, long, Quad>> OpenAsync(Action<WriteBackOptions>? configure = null) =>
        Open.QuadsAsync(options =>
        {
            options.FlushInterval = Interval;
            configure?.Invoke(options);
        });

    /// <summary>Asserts which keys have been stored. What is due by now is stored together with an awaited write, if not before.</summary>
    private static async Task AssertStoredAsync(CacheFixture<QuadCache, long, Quad> fixture, params long[] keys)
    {
        await fixture.Cache.SetAsync(Probe, Quad.Of(1), WriteDurability.Stored);
        Assert.Equal(
            keys,
            fixture.Store.Batches.SelectMany(static batch => batch.Entries).Select(static entry => entry.Key)
                .Where(static key => key != Probe).Order());
    }

    /// <summary>A clock that knows whether a timer runs.</summary>
    private sealed class CountingTime : Microsoft.Extensions.Time.Testing.FakeTimeProvider
    {
        private int _armed;

        public bool IsArmed => Volatile.Read(ref _armed) != 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                return base.CreateTimer(callback, state, dueTime, period);
            return new Timer(this, base.CreateTimer(
                argument =>
                {
                    Volatile.Write(ref _armed, 0);
                    callback(argument);
                },
                state, dueTime, period));
        }

        private sealed class Timer(CountingTime time, ITimer inner) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Volatile.Write(ref time._armed, dueTime == Timeout.InfiniteTimeSpan ? 0 : 1);
                return inner.Change(dueTime, period);
            }

            public void Dispose() => inner.Dispose();

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
