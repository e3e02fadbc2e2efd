using BenchmarkDotNet.Attributes;
using FASTER.core;

namespace WriteBack.Fast.Benchmarks;

/// <summary>
/// Writes that wait until they are on stable storage, of entries of 64 bytes: this cache's log, and FasterLog with a task
/// that commits as soon as the last commit has ended. Both share one sync between those who wait.
/// </summary>
[MemoryDiagnoser]
public class LoggedWriteBenchmarks
{
    private const int WritesPerProducer = 200;

    private readonly byte[] _entry = new byte[64];
    private readonly CancellationTokenSource _end = new();
    private DirectoryInfo _folder = null!;
    private WideCache _cache = null!;
    private FasterLog _faster = null!;
    private Task _committing = Task.CompletedTask;

    [Params(1, 8)]
    public int Producers { get; set; }

    // Each for itself: a task that commits is never idle.
    [GlobalSetup(Target = nameof(Faster))]
    public void SetUpFaster()
    {
        _folder = Directory.CreateTempSubdirectory("writeback-benchmark-");
        _faster = new FasterLog(new FasterLogSettings(Path.Combine(_folder.FullName, "faster")));
        _committing = Task.Run(CommitAsync);
    }

    [GlobalSetup(Target = nameof(Cache))]
    public async Task SetUpCacheAsync()
    {
        _folder = Directory.CreateTempSubdirectory("writeback-benchmark-");
        _cache = await WideCache.OpenAsync(new NullStore<EntryKey, WideValue>(), new WriteBackOptions
        {
            Log = new WriteAheadLogOptions { Directory = _folder.FullName },
        });
    }

    [GlobalCleanup(Target = nameof(Faster))]
    public async Task CleanUpFasterAsync()
    {
        await _end.CancelAsync();
        await _committing;
        _faster.Dispose();
        _folder.Delete(recursive: true);
    }

    [GlobalCleanup(Target = nameof(Cache))]
    public async Task CleanUpCacheAsync()
    {
        await _cache.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true, Description = "FasterLog", OperationsPerInvoke = WritesPerProducer)]
    public Task Faster() => Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(async () =>
    {
        for (int write = 0; write < WritesPerProducer; write++)
            await _faster.EnqueueAndWaitForCommitAsync(_entry);
    })));

    [Benchmark(Description = "WriteBack.Fast SetAsync, Logged", OperationsPerInvoke = WritesPerProducer)]
    public Task Cache() => Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
    {
        for (int write = 0; write < WritesPerProducer; write++)
            await _cache.SetAsync(new EntryKey(producer, write), new WideValue(write, 1, 2, 3, 4, 5), WriteDurability.Logged);
    })));

    private async Task CommitAsync()
    {
        while (!_end.IsCancellationRequested)
            await _faster.CommitAsync(CancellationToken.None);
    }
}

/// <summary>48 bytes, and 64 with their key.</summary>
public readonly record struct WideValue(long Score, long Level, double X, double Y, double Z, double W);

[WriteBackCache<EntryKey, WideValue>]
public sealed partial class WideCache;
