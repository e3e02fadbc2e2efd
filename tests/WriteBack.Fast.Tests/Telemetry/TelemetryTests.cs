using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WriteBack.Fast.Tests.Telemetry;

public class TelemetryTests
{
    private const string Cache = "metered";

    [Theory]
    [InlineData("writeback.cache.hits", 2)]
    [InlineData("writeback.cache.misses", 1)]
    [InlineData("writeback.cache.loads", 1)]
    [InlineData("writeback.cache.evictions", 1)]
    [InlineData("writeback.writes", 6)]
    [InlineData("writeback.writes.coalesced", 1)]
    [InlineData("writeback.writes.stored", 3)]
    [InlineData("writeback.writes.dead_lettered", 1)]
    [InlineData("writeback.dead_letters.dropped", 0)]
    [InlineData("writeback.writes.stalled", 0)]
    [InlineData("writeback.flush.retries", 2)]
    public async Task What_the_cache_counts_is_observed(string instrument, long expected)
    {
        await using var fixture = await Open.MeteredAsync(static options =>
        {
            options.Capacity = 3;
            options.MaxDirtyRatio = 1;
        });
        var cache = fixture.Cache;
        fixture.Store.Poison(static entry => entry.Key == 1, new InvalidDataException());
        cache.Set(1, Quad.Of(1));
        await fixture.Time.AdvanceUntil(cache.FlushAsync().AsTask());
        for (int key = 2; key < 5; key++)
            cache.Set(key, Quad.Of(1));
        await cache.FlushAsync();
        Assert.True(cache.TryGet(2, out _));
        Assert.True(cache.Contains(3));
        Assert.Null(await cache.GetAsync(9));
        cache.Set(5, Quad.Of(1));
        cache.Set(5, Quad.Of(2));
        using var measured = new Measurements<long>(instrument);
        measured.Observe();
        Assert.Equal(expected, Assert.Single(measured.Of(Cache)));
    }

    [Fact]
    public async Task An_outage_is_visible_while_it_lasts()
    {
        await using var fixture = await Open.MeteredAsync();
        using var down = new Measurements<int>("writeback.store.down");
        using var dirty = new Measurements<int>("writeback.dirty");
        using var entries = new Measurements<int>("writeback.cache.entries");
        using var age = new Measurements<double>("writeback.oldest_dirty.age");
        void Observe()
        {
            down.Observe();
            dirty.Observe();
            entries.Observe();
            age.Observe();
        }

        Observe();
        Assert.Equal(0, fixture.Cache.Statistics.CoalescedShare);
        fixture.Store.FailNext(int.MaxValue, new TimeoutException());
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(1, Quad.Of(2));
        Assert.Equal(0.5, fixture.Cache.Statistics.CoalescedShare);
        var flush = fixture.Cache.FlushAsync().AsTask();
        while (fixture.Time.GetUtcNow() - fixture.Started < TimeSpan.FromMinutes(1))
            await fixture.Time.AdvanceAsync(flush);
        Observe();
        Assert.True(fixture.Cache.Statistics.IsStoreDown);
        fixture.Store.Cure();
        await fixture.Time.AdvanceUntil(flush);
        Observe();
        Assert.False(fixture.Cache.Statistics.IsStoreDown);

        Assert.Equal([0, 1, 0], down.Of(Cache));
        Assert.Equal([0, 1, 0], dirty.Of(Cache));
        Assert.Equal([0, 1, 1], entries.Of(Cache));
        Assert.Equal(0, age.Of(Cache)[0]);
        Assert.InRange(age.Of(Cache)[1], 60, 120);
        Assert.Equal(0, age.Of(Cache)[2]);
    }

    [Fact]
    public async Task Flushes_are_measured_one_by_one_with_their_errors()
    {
        await using var fixture = await Open.MeteredAsync(static options => options.MaxBatchSize = 2);
        using var sizes = new Measurements<int>("writeback.flush.batch.size");
        using var durations = new Measurements<double>("writeback.flush.duration");
        fixture.Store.Delay(TimeSpan.FromSeconds(0.5));
        fixture.Store.FailNext(1, new TimeoutException());
        fixture.Store.Pause();
        for (int key = 0; key < 3; key++)
            fixture.Cache.Set(key, Quad.Of(1));
        fixture.Store.Resume();
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());

        // A call that failed halves the next ones.
        Assert.Equal([2, 1, 1, 1], sizes.Of(Cache).OrderDescending());
        Assert.All(durations.Of(Cache), static seconds => Assert.Equal(0.5, seconds));
        Assert.Equal([typeof(TimeoutException).FullName, null, null, null], durations.ErrorsOf(Cache));
    }

    [Fact]
    public async Task Writes_that_are_held_up_are_measured()
    {
        await using var fixture = await Open.MeteredAsync(static options =>
        {
            options.Capacity = 10;
            options.MaxDirtyRatio = 0.1;
        });
        using var waits = new Measurements<double>("writeback.write.wait.duration");
        fixture.Store.Delay(TimeSpan.FromSeconds(2));
        Func<Task>[] forms = [() => fixture.Cache.SetAsync(2, Quad.Of(1)).AsTask(), () => Task.Run(() => fixture.Cache.Set(2, Quad.Of(1)))];
        for (int form = 0; form < forms.Length; form++)
        {
            fixture.Cache.Set(1, Quad.Of(1));
            long start = fixture.Time.GetTimestamp();
            var write = forms[form]();
            await Eventually.Holds(() => fixture.Cache.Statistics.Stalls > form);
            await fixture.Time.AdvanceUntil(write);
            var measured = waits.Of(Cache);
            Assert.Equal(form + 1, measured.Count);
            Assert.InRange(measured[^1], 2, fixture.Time.GetElapsedTime(start).TotalSeconds);
            await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        }

        Assert.Equal(2, fixture.Cache.Statistics.Stalls);
    }

    [Fact]
    public async Task Each_call_of_the_store_is_a_span_of_its_own_and_says_how_it_ended()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "WriteBack.Fast",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var opener = new Activity("opener").Start();
        await using (var fixture = await Open.MeteredAsync())
        {
            fixture.Store.FailNext(1, new TimeoutException("too slow"));
            fixture.Cache.Set(1, Quad.Of(1));
            fixture.Cache.Set(2, Quad.Of(1));
            await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        }

        Activity[] mine;
        lock (spans)
            mine = [.. spans.Where(static span => Cache.Equals(span.GetTagItem("writeback.cache.name")))];
        Assert.All(mine, static span => Assert.Equal("writeback.flush", span.OperationName));

        // None belongs to whoever happened to open the cache.
        Assert.All(mine, static span => Assert.Null(span.ParentId));
        Assert.Equal([1L, 2L, 3L], mine.Select(static span => span.GetTagItem("writeback.flush.batch.id")));
        Assert.Equal([2, 1, 1], mine.Select(static span => span.GetTagItem("writeback.flush.batch.size")));
        Assert.Equal(
            [ActivityStatusCode.Error, ActivityStatusCode.Unset, ActivityStatusCode.Unset], mine.Select(static span => span.Status));
        Assert.Equal("too slow", mine[0].StatusDescription);
    }

    [Fact]
    public async Task Loads_are_measured_one_by_one_with_their_errors_each_with_a_span()
    {
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "WriteBack.Fast",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var durations = new Measurements<double>("writeback.load.duration");
        await using var fixture = await Open.MeteredAsync();
        fixture.Store.PauseLoads();
        var load = fixture.Cache.GetAsync(1).AsTask();
        await fixture.Store.WaitForLoadAsync(1, TestContext.Current.CancellationToken);
        fixture.Time.Advance(TimeSpan.FromSeconds(0.5));
        fixture.Store.ResumeLoads();
        Assert.Null(await load);
        fixture.Store.FailLoads(1, new TimeoutException("too slow"));
        await Assert.ThrowsAsync<TimeoutException>(async () => await fixture.Cache.GetAsync(1));

        Activity[] mine;
        lock (spans)
            mine = [.. spans.Where(static span => Cache.Equals(span.GetTagItem("writeback.cache.name")))];
        Assert.Equal(["writeback.load", "writeback.load"], mine.Select(static span => span.OperationName));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], mine.Select(static span => span.Status));
        Assert.Equal([0.5, 0], durations.Of(Cache));
        Assert.Equal([null, typeof(TimeoutException).FullName], durations.ErrorsOf(Cache));
    }

    [Fact]
    public async Task A_listener_that_throws_changes_nothing()
    {
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "WriteBack.Fast" && !instrument.IsObservable)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>(static (_, _, tags, _) => ThrowIfMine(tags));
        meters.SetMeasurementEventCallback<int>(static (_, _, tags, _) => ThrowIfMine(tags));
        meters.Start();
        using var spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "WriteBack.Fast",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = static span => ThrowIfMine([.. span.TagObjects]),
        };
        ActivitySource.AddActivityListener(spans);

        await using var fixture = await Open.MeteredAsync(static options =>
        {
            options.Capacity = 10;
            options.MaxDirtyRatio = 0.1;
        });
        fixture.Store.FailNext(1, new TimeoutException());
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Time.AdvanceUntil(fixture.Cache.SetAsync(2, Quad.Of(2)).AsTask());
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        fixture.AssertStoreEqualsCache();
        Assert.Null(await fixture.Cache.GetAsync(3));
        Assert.Equal((2, 0, 1), (fixture.Cache.Statistics.Stored, fixture.Cache.Statistics.DeadLettered, fixture.Cache.Statistics.FlushErrors));
    }

    [Fact]
    public async Task A_closed_cache_is_not_observed_any_more()
    {
        using var measured = new Measurements<long>("writeback.writes");
        await using (var fixture = await Open.MeteredAsync())
            measured.Observe();
        measured.Observe();
        Assert.Single(measured.Of(Cache));
    }

    private static void ThrowIfMine(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (Cache.Equals(tag.Value))
                throw new InvalidOperationException("a bad listener");
        }
    }
}
