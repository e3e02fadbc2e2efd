using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests.Log;

public sealed class DurableCacheTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly InMemoryStore<long, Quad> _rows = new();
    private readonly FaultInjectingStore<long, Quad> _store;

    public DurableCacheTests() => _store = new FaultInjectingStore<long, Quad>(_rows);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task What_was_logged_and_not_stored_is_there_after_the_end_of_the_process()
    {
        _store.Pause();
        var (cache, image) = (await OpenAsync(), new MemoryDisk());
        await using (cache)
        {
            await cache.SetAsync(1, Quad.Of(10), WriteDurability.Logged);
            cache.Set(2, Quad.Of(20));
            cache.Set(1, Quad.Of(11));
            await cache.RemoveAsync(3, WriteDurability.Logged);
            Assert.True(await cache.UpdateAsync(2, 5L, static (ref Quad value, long add) => value = Quad.Of(value.First + add), WriteDurability.Logged));
            image = _disk.Copy();
            _store.Resume();
        }

        var rows = new InMemoryStore<long, Quad>();
        await using var again = await OpenAsync(image, rows);
        Assert.True(again.TryGet(1, out var first));
        Assert.Equal(Quad.Of(11), first);
        Assert.True(again.TryGet(2, out var second));
        Assert.Equal(Quad.Of(25), second);
        Assert.False(again.Contains(3));
        Assert.Equal(3, again.DirtyCount);
        await again.FlushAsync();
        Assert.Equal(0, again.DirtyCount);
        Assert.Equal(new Dictionary<long, Quad> { [1] = Quad.Of(11), [2] = Quad.Of(25) }, new Dictionary<long, Quad>(rows.Rows));
    }

    [Fact]
    public async Task A_clean_close_leaves_an_empty_log_and_versions_go_on()
    {
        List<long> versions = [];
        await using (var cache = await OpenAsync())
        {
            await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
            Assert.Equal(0, (await cache.CloseAsync()).Logged);
        }

        versions.Add(_store.Batches[^1].Entries[0].Version);
        Assert.Single(_disk.Files());
        await using (var cache = await OpenAsync())
        {
            Assert.Equal(0, cache.DirtyCount);
            await cache.SetAsync(1, Quad.Of(2), WriteDurability.Stored);
        }

        versions.Add(_store.Batches[^1].Entries[0].Version);
        Assert.True(versions[0] < versions[1]);
    }

    [Fact]
    public async Task Closing_in_an_outage_says_what_only_the_log_has()
    {
        _store.Pause();
        await using (var cache = await OpenAsync(configure: static options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50)))
        {
            for (int key = 0; key < 10; key++)
                cache.Set(key, Quad.Of(key));
            var report = await cache.CloseAsync();
            Assert.Equal((0, 10), (report.Abandoned, report.Logged));
        }

        _store.Resume();
        await using var again = await OpenAsync();
        Assert.Equal(10, again.Count);
        Assert.Equal(10, again.DirtyCount);
    }

    [Fact]
    public async Task A_failed_log_refuses_logged_writes_for_good_while_the_rest_goes_on()
    {
        await using var cache = await OpenAsync(configure: static options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
        int failures = 0;
        _disk.Fault = (_, kind) => kind == DiskOperation.Sync && failures++ == 0 ? new IOException("No space left on device") : null;
        await Assert.ThrowsAsync<WriteAheadLogException>(() => cache.SetAsync(2, Quad.Of(2), WriteDurability.Logged).AsTask());
        await Assert.ThrowsAsync<WriteAheadLogException>(() => cache.SetAsync(3, Quad.Of(3), WriteDurability.Logged).AsTask());
        cache.Set(4, Quad.Of(4));
        Assert.True(cache.Contains(2));
        Assert.False(cache.Contains(3));
        await cache.FlushAsync();
        Assert.Equal([1, 2, 4], _rows.Rows.Keys.Order());
        _store.Pause();
        cache.Set(5, Quad.Of(5));
        var report = await cache.CloseAsync();
        Assert.Equal((1, 0), (report.Abandoned, report.Logged));
    }

    [Fact]
    public async Task A_failed_log_does_not_bring_back_what_is_older_than_what_was_stored_since()
    {
        await using (var cache = await OpenAsync())
        {
            await cache.SetAsync(1, Quad.Of(10), WriteDurability.Logged);
            int failures = 0;
            _disk.Fault = (_, kind) => kind == DiskOperation.Sync && failures++ == 0 ? new IOException("EIO") : null;
            await Assert.ThrowsAsync<WriteAheadLogException>(() => cache.SetAsync(2, Quad.Of(20), WriteDurability.Logged).AsTask());
            cache.Set(1, Quad.Of(11));
            await cache.FlushAsync();
            await Eventually.Holds(() => LogRecordsOf(_disk.Copy()).Count == 0);

            var rows = new InMemoryStore<long, Quad>();
            await using var again = await OpenAsync(_disk.Copy(), rows);
            Assert.Equal(0, again.DirtyCount);
        }

        Assert.Equal(Quad.Of(11), _rows.Rows[1]);
        await using var last = await OpenAsync();
        Assert.Equal(0, last.DirtyCount);
        await last.SetAsync(1, Quad.Of(12), WriteDurability.Stored);
        Assert.True(_store.Batches[^1].Entries[0].Version > _store.Batches[^2].Entries.Max(static entry => entry.Version));
    }

    [Fact]
    public async Task A_failed_log_keeps_what_was_logged_until_the_store_has_it()
    {
        _store.Pause();
        await using var cache = await OpenAsync();
        await cache.SetAsync(1, Quad.Of(10), WriteDurability.Logged);
        int failures = 0;
        _disk.Fault = (_, kind) => kind == DiskOperation.Sync && failures++ == 0 ? new IOException("EIO") : null;
        await Assert.ThrowsAsync<WriteAheadLogException>(() => cache.SetAsync(2, Quad.Of(20), WriteDurability.Logged).AsTask());
        Assert.Equal(Quad.Of(10), LogRecordsOf(_disk.Copy())[1]);
        _store.Resume();
        await Eventually.Holds(() => LogRecordsOf(_disk.Copy()).Count == 0);
        Assert.Equal(2, _rows.Rows.Count);
    }

    [Fact]
    public async Task Without_a_log_a_logged_write_is_refused()
    {
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, _store);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged).AsTask());
        Assert.Contains("write-ahead log", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task A_log_that_is_trimmed_keeps_what_is_not_stored()
    {
        await using (var cache = await OpenAsync(configure: Small))
        {
            var random = new Random(1);
            for (int round = 0; round < 20_000; round++)
                await Steadily(cache, random.Next(50), round);
            await cache.FlushAsync();

            await Eventually.Holds(() => _disk.Files().Count <= 2);

            // More where an entry kept a segment.
            Assert.InRange(cache.Statistics.LogAppends, 20_000, 40_000);
        }

        Assert.Single(_disk.Files());

        static ValueTask Steadily(QuadCache cache, long key, int round) =>
            cache.SetAsync(key, Quad.Of(round), round % 100 == 0 ? WriteDurability.Logged : WriteDurability.Memory);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_stored_does_not_keep_the_log()
    {
        _store.Poison(static entry => entry.Key == 7 ? throw new TimeoutException() : false, new InvalidDataException());
        await using var cache = await OpenAsync(configure: options =>
        {
            Small(options);
            options.Overflow = OverflowPolicy.Throw;
            options.MaxBatchSize = 1;
            options.MaxDirtyRatio = 1;
        });
        cache.Set(7, Quad.Of(7));
        for (int round = 0; round < 5_000; round++)
            await cache.SetAsync(8, Quad.Of(round), round % 50 == 0 ? WriteDurability.Logged : WriteDurability.Memory);
        await Eventually.Holds(() => _disk.Files().Count <= 4);
        using var image = _disk.Copy();
        var found = LogRecordsOf(image);
        Assert.Equal(Quad.Of(7), found[7]);
        _store.Cure();
    }

    [Fact]
    public async Task A_full_log_meets_the_overflow_policy_until_the_store_takes_it()
    {
        _store.Pause();
        await using var cache = await OpenAsync(configure: static options =>
        {
            options.Log!.SegmentBytes = 4_096;
            options.Log.MaxBytes = 16_384;
            options.Overflow = OverflowPolicy.Throw;
            options.MaxDirtyRatio = 1;
        });
        int written = 0;
        var refusal = await Assert.ThrowsAsync<WriteBackOverflowException>(async () =>
        {
            while (true)
            {
                await cache.SetAsync(written, Quad.Of(written), WriteDurability.Logged);
                written++;
            }
        });
        Assert.Contains("log is full", refusal.Message, StringComparison.Ordinal);
        Assert.False(cache.TrySet(1_000_000, Quad.Of(1)));
        Assert.InRange(written, 100, 16_384 / SegmentRecord.HeaderSize);
        _store.Resume();
        await Eventually.Holds(() => cache.TrySet(1_000_000, Quad.Of(1)));
    }

    [Fact]
    public async Task A_log_of_more_entries_than_the_cache_holds_is_recovered()
    {
        _store.Pause();
        await using (var cache = await OpenAsync(configure: static options =>
            (options.Capacity, options.ShutdownTimeout, options.Log!.SegmentBytes) = (2_000, TimeSpan.FromMilliseconds(50), 4_096)))
        {
            for (int key = 0; key < 900; key++)
                cache.Set(key, Quad.Of(key));
            await cache.CloseAsync();
        }

        Assert.True(_disk.Files().Count > 5, "The test is about segments that must not go before all of them are read.");
        _store.Resume();
        await using var small = await OpenAsync(configure: static options => options.Capacity = 100);
        await small.FlushAsync();
        Assert.Equal(900, _rows.Rows.Count);
    }

    private static void Small(WriteBackOptions options)
    {
        options.Log!.SegmentBytes = 4_096;
        options.FlushInterval = TimeSpan.FromMilliseconds(20);
    }

    private static Dictionary<long, Quad> LogRecordsOf(MemoryDisk disk)
    {
        var codec = new EntryLog<long, Quad>(new EntryCodec<long, Quad>(QuadCache.Schema, MessagePack.MessagePackSerializerOptions.Standard));
        var recovery = new LogRecovery(disk);
        recovery.Verify();
        Dictionary<long, Quad> found = [];
        foreach (var (segment, record) in recovery.ReadAll())
        {
            var (key, value, _) = codec.Read(in segment, in record);
            found[key] = value;
        }

        return found;
    }

    private Task<QuadCache> OpenAsync(
        MemoryDisk? disk = null, IWriteBackStore<long, Quad>? store = null, Action<WriteBackOptions>? configure = null)
    {
        var options = new WriteBackOptions
        {
            FlushInterval = TimeSpan.FromHours(1),
            Log = new WriteAheadLogOptions { Directory = "memory", OpenDisk = _ => disk ?? _disk },
        };
        configure?.Invoke(options);
        return Open.OnAsync(QuadCache.OpenAsync, store ?? _store, options);
    }
}
