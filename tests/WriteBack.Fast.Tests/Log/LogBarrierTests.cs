namespace WriteBack.Fast.Tests.Log;

/// <summary>The store gets nothing that a crash would make the log forget.</summary>
public sealed class LogBarrierTests : IDisposable
{
    private const int Writes = 60;

    private readonly MemoryDisk _disk = new();
    private readonly InMemoryStore<long, Quad> _rows = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(LogSync.Always)]
    [InlineData(LogSync.Interval)]
    [InlineData(LogSync.Never)]
    public async Task What_the_store_gets_the_log_has_already(LogSync sync)
    {
        // A disk that takes its time, so that the store would be first.
        _disk.Before = static (_, kind) =>
        {
            if (kind is DiskOperation.Sync or DiskOperation.Write)
                Thread.SpinWait(20_000);
        };
        var store = new LogReadingStore(
            _rows, () => sync == LogSync.Never ? _disk.Copy() : _disk.AfterPowerLoss(_disk.Operations, new Random(1)));
        await using var cache = await OpenAsync(store, sync);
        for (int write = 0; write < Writes; write++)
        {
            cache.Set(write % 7, Quad.Of(write));
            await cache.SetAsync(10 + write % 7, Quad.Of(write), WriteDurability.Stored);

            // In the log, which need not mean synced.
            await cache.SetAsync(20 + write % 7, Quad.Of(write), WriteDurability.Logged);
            await cache.FlushAsync();
        }

        Assert.Empty(store.Missing);
        Assert.InRange(store.Seen, 2 * Writes, 3 * Writes);
    }

    [Fact]
    public async Task A_log_that_has_failed_keeps_the_store_from_nothing()
    {
        await using var cache = await OpenAsync(_rows, LogSync.Always);
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
        _disk.Fault = static (_, _) => new IOException("EIO");
        for (int write = 2; write < 10; write++)
            await cache.SetAsync(write, Quad.Of(write), WriteDurability.Stored);
        await cache.FlushAsync();
        Assert.Equal(9, _rows.Rows.Count);
    }

    [Fact]
    public async Task A_disk_that_does_not_answer_does_not_keep_the_cache_from_closing()
    {
        using var isSyncing = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        await using var cache = await OpenAsync(_rows, LogSync.Always, TimeSpan.FromMilliseconds(50));
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
        _disk.Before = (_, kind) =>
        {
            if (kind != DiskOperation.Sync)
                return;
            isSyncing.Release();
            goOn.Wait();
        };
        cache.Set(2, Quad.Of(2));
        await isSyncing.WaitAsync();
        var flushing = cache.FlushAsync();
        var closing = cache.CloseAsync();

        // The flush is given up; only the end of the log waits for the disk.
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await flushing);
        goOn.Set();
        var report = await closing;
        Assert.Equal((0, 2), (report.Stored, report.Logged));
        Assert.Empty(_rows.Rows);
    }

    private Task<QuadCache> OpenAsync(IWriteBackStore<long, Quad> store, LogSync sync, TimeSpan? shutdown = null) =>
        Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions
        {
            FlushInterval = TimeSpan.FromHours(1),
            ShutdownTimeout = shutdown ?? TimeSpan.FromSeconds(30),
            Log = new WriteAheadLogOptions
            {
                Directory = "memory",
                Sync = sync,
                SyncInterval = TimeSpan.FromHours(1),
                OpenDisk = _ => _disk,
            },
        });

    /// <summary>Notes what it is given and an image of the log does not have.</summary>
    private sealed class LogReadingStore(IWriteBackStore<long, Quad> inner, Func<MemoryDisk> image) : IWriteBackStore<long, Quad>
    {
        public List<long> Missing { get; } = [];

        public int Seen { get; private set; }

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => inner.LoadAsync(key, ct);

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            using var disk = image();
            var recovery = new LogRecovery(disk);
            recovery.Verify();
            HashSet<long> logged = [.. recovery.ReadAll().Select(static read => read.Record.Sequence)];
            foreach (var entry in batch.Entries)
            {
                Seen++;
                if (!logged.Contains(entry.Version))
                    Missing.Add(entry.Version);
            }

            return inner.WriteAsync(batch, ct);
        }
    }
}
