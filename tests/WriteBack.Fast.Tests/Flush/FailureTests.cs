using System.Data.Common;
using System.Net.Sockets;

namespace WriteBack.Fast.Tests.Flush;

public class FailureTests
{
    public static TheoryData<Exception> Outages =>
    [
        new TimeoutException(), new IOException(), new SocketException(), new DatabaseIsBusy(), new TaskCanceledException(),
        new ObjectDisposedException("store"), new HttpRequestException(),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task A_store_that_was_down_gets_every_write_and_no_attempt_is_used_up(Exception failure)
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        fixture.Store.FailNext(10, failure);
        for (int key = 0; key < 100; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());

        fixture.AssertStoreEqualsCache();
        var statistics = fixture.Cache.Statistics;
        Assert.Equal((100, 0, 10), (statistics.Stored, statistics.DeadLettered, statistics.FlushErrors));
        Assert.Equal(fixture.Store.Batches.Take(10).Sum(static batch => batch.Entries.Length), statistics.Retries);
        Assert.All(fixture.Store.Batches[^1].Entries, static entry => Assert.Equal(1, entry.Attempt));
    }

    [Fact]
    public async Task A_retry_writes_the_newest_value_and_never_an_older_one_over_it()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        fixture.Store.Pause();
        fixture.Store.FailNext(1, new TimeoutException());
        cache.Set(1, Quad.Of(1));
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        cache.Set(1, Quad.Of(2));
        fixture.Store.Resume();
        await fixture.Time.AdvanceUntil(flush);

        Assert.Equal([1, 2], fixture.Store.Batches.Select(static batch => batch.Entries.Single().Value.First));
        var statistics = cache.Statistics;
        Assert.Equal((2, 1, 1, 0), (statistics.Writes, statistics.Coalesced, statistics.Stored, statistics.Pending));
    }

    [Fact]
    public async Task While_the_store_is_down_it_is_left_alone_for_growing_delays()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = TimeSpan.FromSeconds(1));
        fixture.Store.FailNext(int.MaxValue, new TimeoutException());
        fixture.Cache.Set(1, Quad.Of(1));
        var down = fixture.Cache.FlushAsync().AsTask();
        var end = fixture.Time.GetUtcNow() + TimeSpan.FromMinutes(10);
        for (int write = 0; fixture.Time.GetUtcNow() < end; write++)
        {
            await fixture.Time.AdvanceAsync(down);
            fixture.Cache.Set(1, Quad.Of(write));
        }

        // Delays of 15 s on average once they have grown to 30 s at most, and a few calls to get there.
        Assert.InRange(fixture.Store.Batches.Count, 15, 150);
        Assert.False(down.IsCompleted);
        Assert.Equal(0, fixture.Cache.DeadLetters.Count);
        Assert.InRange(fixture.Cache.Statistics.OldestDirtyAge, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task Bad_entries_become_dead_letters_and_harm_no_others()
    {
        long[] bad = [3, 77, 400, 401, 999];
        await using var fixture = await Open.QuadsAsync(static options => options.MaxBatchSize = 256);
        fixture.Store.Poison(entry => bad.Contains(entry.Key), new InvalidDataException("no such number"));
        fixture.Store.Pause();
        for (int key = 0; key < 1_000; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        var flush = fixture.Cache.FlushAsync().AsTask();
        fixture.Store.Resume();
        var report = await fixture.Time.AdvanceUntil(flush);

        Assert.Equal((995, 5), (report.Stored, report.DeadLettered));
        Assert.Equal(995, fixture.Rows.Count);
        var letters = await fixture.Cache.DeadLetters.ReadAllAsync().ToListAsync();
        Assert.Equal(bad, letters.Select(static letter => letter.Key).Order());
        Assert.All(letters, letter =>
        {
            Assert.Equal((Quad.Of(letter.Key), WriteKind.Upsert, 3), (letter.Value, letter.Kind, letter.Attempts));
            Assert.Equal(new DeadLetterError(typeof(InvalidDataException).FullName!, "no such number"), letter.Error);
            Assert.InRange(letter.At, DateTimeOffset.MinValue.AddDays(1), fixture.Time.GetUtcNow());
            Assert.False(fixture.Cache.Contains(letter.Key));
        });
        fixture.AssertStoreEqualsCache();

        // k bad entries among n take O(k log n) calls: here at most 3 attempts × 5 × 2 × 8 beside the 4 batches.
        Assert.InRange(fixture.Store.Batches.Count, 4 + 3 * 5, 4 + 3 * 5 * 2 * 8);

        await fixture.Cache.DeadLetters.ClearAsync();
        Assert.Equal(0, fixture.Cache.DeadLetters.Count);
    }

    [Fact]
    public async Task Attempts_are_counted_for_each_entry_and_begin_anew_with_a_new_value()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        var cache = fixture.Cache;
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException());
        cache.Set(1, Quad.Of(-1));
        fixture.Store.Pause();
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        cache.Set(1, Quad.Of(1));
        fixture.Store.Resume();
        await fixture.Time.AdvanceUntil(flush);
        Assert.Equal(0, cache.DeadLetters.Count);
        Assert.All(fixture.Store.Batches, static batch => Assert.Equal(1, batch.Entries.Single().Attempt));

        cache.Set(2, Quad.Of(-2));
        await fixture.Time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal([1, 2, 3], fixture.Store.Batches.Skip(2).Select(static batch => batch.Entries.Single().Attempt));
        Assert.Equal(1, cache.DeadLetters.Count);
    }

    [Fact]
    public async Task A_newer_write_outlives_the_dead_letter_of_the_value_before()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Retry.MaxAttempts = 1);
        var cache = fixture.Cache;
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException());
        fixture.Store.Pause();
        cache.Set(1, Quad.Of(-1));
        var flush = cache.FlushAsync().AsTask();
        await fixture.Store.WaitForWriteAsync(1);
        cache.Set(1, Quad.Of(1));
        fixture.Store.Resume();
        await flush;
        await cache.FlushAsync();
        Assert.Equal(1, cache.DeadLetters.Count);
        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal(Quad.Of(1), value);
        fixture.AssertStoreEqualsCache();
    }

    [Fact]
    public async Task A_dead_delete_leaves_the_row_and_the_cache_shows_it()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Retry.MaxAttempts = 1);
        fixture.Rows.Seed(1, Quad.Of(1));
        fixture.Store.Poison(static entry => entry.Kind == WriteKind.Delete, new InvalidDataException());
        fixture.Cache.Remove(1);
        Assert.Null(await fixture.Cache.GetAsync(1));
        await fixture.Cache.FlushAsync();
        Assert.Equal(Quad.Of(1), await fixture.Cache.GetAsync(1));
        var letter = await fixture.Cache.DeadLetters.ReadAllAsync().SingleAsync();
        Assert.Equal((1, WriteKind.Delete), (letter.Key, letter.Kind));
        Assert.Equal(0, fixture.Cache.DirtyCount);
    }

    [Fact]
    public async Task What_the_store_rejects_is_retried_alone_and_the_rest_of_its_batch_stands()
    {
        var store = new RejectingStore();
        var time = new TestClock();
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions { TimeProvider = time });
        for (int key = 0; key < 20; key++)
            cache.Set(key, Quad.Of(key));
        var report = await time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal((19, 1), (report.Stored, report.DeadLettered));
        Assert.Equal([20, 1, 1], store.Sizes);
        var letter = await cache.DeadLetters.ReadAllAsync().SingleAsync();
        Assert.Equal((13, 3, "unlucky"), (letter.Key, letter.Attempts, letter.Error.Message));
    }

    [Fact]
    public async Task What_else_is_an_outage_is_for_the_options_to_say()
    {
        await using var fixture = await Open.QuadsAsync(static options =>
        {
            options.IsTransient = static exception => exception is InvalidDataException;
            options.Retry.MaxAttempts = 1;
        });
        fixture.Store.FailNext(3, new InvalidDataException());
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal((1, 0), (fixture.Cache.Statistics.Stored, fixture.Cache.Statistics.DeadLettered));

        // The option adds to what an outage is by itself, and takes nothing from it.
        fixture.Store.FailNext(1, new TimeoutException());
        fixture.Cache.Set(2, Quad.Of(2));
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal((2, 0), (fixture.Cache.Statistics.Stored, fixture.Cache.Statistics.DeadLettered));

        fixture.Store.FailNext(1, new InvalidOperationException());
        fixture.Cache.Set(3, Quad.Of(3));
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal((2, 1), (fixture.Cache.Statistics.Stored, fixture.Cache.Statistics.DeadLettered));
    }

    [Fact]
    public async Task The_store_is_asked_what_its_exceptions_mean()
    {
        var store = new FaultInjectingStore<long, Quad>(new LockedStore());
        var time = new TestClock();
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store, new WriteBackOptions { TimeProvider = time, Retry = new RetryOptions { MaxAttempts = 1 } });
        store.FailNext(3, new SynchronizationLockException());
        cache.Set(1, Quad.Of(1));
        await time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal((1, 0), (cache.Statistics.Stored, cache.Statistics.DeadLettered));

        store.FailNext(1, new TimeoutException());
        cache.Set(2, Quad.Of(2));
        await time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal((1, 1), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
    }

    [Fact]
    public async Task The_poison_of_a_test_is_about_an_entry_whatever_its_exception_means_by_itself()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Retry.MaxAttempts = 1);
        fixture.Store.Poison(static entry => entry.Key == 1, new TimeoutException());
        fixture.Store.FailNext(1, new TimeoutException());
        for (int key = 0; key < 10; key++)
            fixture.Cache.Set(key, Quad.Of(key));
        var report = await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal((9, 1), (report.Stored, report.DeadLettered));
        Assert.Equal(1, (await fixture.Cache.DeadLetters.ReadAllAsync().SingleAsync()).Key);
    }

    [Fact]
    public async Task An_exception_that_cannot_be_described_stops_nothing()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Retry.MaxAttempts = 1);
        fixture.Store.Poison(static entry => entry.Key == 1, new Indescribable());
        fixture.Cache.Set(1, Quad.Of(1));
        fixture.Cache.Set(2, Quad.Of(2));
        await fixture.Cache.FlushAsync();
        var letter = await fixture.Cache.DeadLetters.ReadAllAsync().SingleAsync();
        Assert.Equal(new DeadLetterError(typeof(Indescribable).FullName!, ""), letter.Error);
        Assert.Equal([2], fixture.Rows.Rows.Keys);
    }

    private sealed class Indescribable : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class DatabaseIsBusy : DbException
    {
        public override bool IsTransient => true;
    }

    /// <summary>Is down when a lock fails, and refuses an entry for good by a time-out.</summary>
    private sealed class LockedStore : IWriteBackStore<long, Quad>, IFailureClassifier
    {
        public StoreFailure Classify(Exception exception) => exception switch
        {
            SynchronizationLockException => StoreFailure.Outage,
            TimeoutException => StoreFailure.Entry,
            _ => StoreFailure.Unknown,
        };

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct) => ValueTask.CompletedTask;
    }

    private sealed class RejectingStore : IWriteBackStore<long, Quad>
    {
        public List<int> Sizes { get; } = [];

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            Sizes.Add(batch.Count);
            for (int index = 0; index < batch.Count; index++)
            {
                if (batch.Entries[index].Key == 13)
                    batch.Reject(index, new ArithmeticException("unlucky"));
            }

            return ValueTask.CompletedTask;
        }
    }
}
