namespace WriteBack.Fast.Tests.Log;

/// <summary>What was logged and became a dead letter is in the log or in the letters' files.</summary>
public sealed class DeadLettersInLogTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly TemporaryFolder _letters = new();

    public void Dispose()
    {
        _disk.Dispose();
        _letters.Dispose();
    }

    [Fact]
    public async Task The_log_forgets_a_dead_letter_only_once_it_is_on_disk()
    {
        var store = new BisectedStore();
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions
        {
            // One shard, so that the batch has the order of the writes.
            Capacity = 1_000,
            FlushInterval = TimeSpan.FromHours(1),
            Retry = new RetryOptions { MaxAttempts = 1 },
            DeadLetterDirectory = _letters.Path,
            Log = new WriteAheadLogOptions { Directory = "memory", SegmentBytes = 4_096, OpenDisk = _ => _disk },
        });
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
        await cache.SetAsync(2, Quad.Of(2), WriteDurability.Logged);
        var flushing = cache.FlushAsync();

        // The first is dead, and the rest of its batch is with the store, which takes its time.
        await store.IsBusy;
        Assert.Equal(1, cache.DeadLetters.Count);
        for (int round = 0; _disk.Files().Contains("0000000001.log"); round++)
            await cache.SetAsync(3, Quad.Of(round), WriteDurability.Logged);
        long onDisk = new DirectoryInfo(_letters.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);
        store.Release();
        await flushing;
        Assert.NotEqual(0, onDisk);
    }

    private sealed class BisectedStore : IWriteBackStore<long, Quad>, IFailureClassifier
    {
        private readonly TaskCompletionSource _isBusy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsBusy => _isBusy.Task;

        public void Release() => _goOn.SetResult();

        public StoreFailure Classify(Exception exception) =>
            exception is InvalidOperationException ? StoreFailure.Entry : StoreFailure.Unknown;

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(default(LoadResult<Quad>));

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            if (batch.Entries.ToArray().Any(static entry => entry.Key == 1))
                throw new InvalidOperationException("no");
            _isBusy.TrySetResult();
            await _goOn.Task;
        }
    }
}
