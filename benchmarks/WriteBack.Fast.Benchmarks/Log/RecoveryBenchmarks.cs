using BenchmarkDotNet.Attributes;

namespace WriteBack.Fast.Benchmarks.Log;

/// <summary>Opens a cache with a million writes in its log, none of which the store has, beside one without a log.</summary>
[MemoryDiagnoser]
[InvocationCount(1)]
[IterationCount(7)]
[WarmupCount(2)]
public class RecoveryBenchmarks
{
    private const int Records = 1_000_000;

    private readonly HeldStore _store = new();
    private DirectoryInfo _folder = null!;
    private EntryCache? _opened;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = Directory.CreateTempSubdirectory("writeback-benchmark-");
        await using var cache = await OpenAsync(isLogged: true);
        var random = new Random(1);
        for (int record = 0; record < Records; record++)
            cache.Set(new EntryKey(random.NextInt64(), random.NextInt64()), new EntryValue(record, 1, 2, 3));
        if ((await cache.CloseAsync()).Logged != Records)
            throw new InvalidOperationException("The log does not have every write.");
    }

    [IterationCleanup]
    public void Close() => _opened!.CloseAsync().AsTask().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void CleanUp() => _folder.Delete(recursive: true);

    [Benchmark(Baseline = true, Description = "Open without a log")]
    public async Task Open() => _opened = await OpenAsync(isLogged: false);

    [Benchmark(Description = "Open with a log of 1 M writes")]
    public async Task Recover()
    {
        _opened = await OpenAsync(isLogged: true);
        if (_opened.Count != Records)
            throw new InvalidOperationException($"{_opened.Count} entries of {Records} were recovered.");
    }

    private ValueTask<EntryCache> OpenAsync(bool isLogged) => EntryCache.OpenAsync(_store, new WriteBackOptions
    {
        Capacity = Records * 2,
        MaxDirtyRatio = 1,
        FlushInterval = Timeout.InfiniteTimeSpan,
        MaxBatchSize = Records * 2,
        ShutdownTimeout = TimeSpan.FromMilliseconds(1),
        Log = isLogged ? new WriteAheadLogOptions { Directory = _folder.FullName } : null,
    });

    /// <summary>Takes nothing, so that everything stays in the log.</summary>
    private sealed class HeldStore : IWriteBackStore<EntryKey, EntryValue>
    {
        public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => new(LoadResult<EntryValue>.NotFound);

        public async ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct) =>
            await Task.Delay(Timeout.Infinite, ct);
    }
}
