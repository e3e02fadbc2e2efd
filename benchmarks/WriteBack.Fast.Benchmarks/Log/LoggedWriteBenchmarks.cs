using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using FASTER.core;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Log;

/// <summary>
/// Writes that wait until they are on stable storage, of entries of 64 bytes: this cache's log, FasterLog with a task that
/// commits as soon as the last commit has ended, and RocksDB's log, which threads wait for. All share one sync between those
/// who wait.
/// </summary>
[MemoryDiagnoser]
public class LoggedWriteBenchmarks
{
    private const int WritesPerProducer = 200;
    private const int KeyBytes = 16;
    private const int ValueBytes = 48;

    private readonly byte[] _entry = new byte[KeyBytes + ValueBytes];
    private readonly CancellationTokenSource _end = new();
    private readonly ScratchFolder _folder = new();
    private WideCache? _cache;
    private FasterLog? _faster;
    private RocksLog? _rocks;
    private Task _committing = Task.CompletedTask;

    [Params(1, 8)]
    public int Producers { get; set; }

    // Each for itself: a task that commits is never idle.
    [GlobalSetup(Target = nameof(Faster))]
    public void SetUpFaster()
    {
        _faster = new FasterLog(new FasterLogSettings(_folder.File("faster")));
        _committing = Task.Run(CommitAsync);
    }

    [GlobalSetup(Target = nameof(RocksDb))]
    public void SetUpRocks() => _rocks = new RocksLog(_folder.File("rocks"));

    [GlobalSetup(Target = nameof(Cache))]
    public async Task SetUpCacheAsync() => _cache = await WideCache.OpenAsync(new NullStore<EntryKey, WideValue>(), new WriteBackOptions
    {
        Log = new WriteAheadLogOptions { Directory = _folder.Path },
    });

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _end.CancelAsync();
        await _committing;
        _faster?.Dispose();
        _rocks?.Dispose();
        if (_cache is not null)
            await _cache.DisposeAsync();
        _folder.Dispose();
    }

    [Benchmark(Baseline = true, Description = "FasterLog", OperationsPerInvoke = WritesPerProducer)]
    public Task Faster() => ProduceAsync(async _ =>
    {
        for (int write = 0; write < WritesPerProducer; write++)
            await _faster!.EnqueueAndWaitForCommitAsync(_entry);
    });

    [Benchmark(Description = "RocksDB, synced log", OperationsPerInvoke = WritesPerProducer)]
    public Task RocksDb() => ProduceAsync(producer =>
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteInt64LittleEndian(key, producer);
        for (int write = 0; write < WritesPerProducer; write++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(key[sizeof(long)..], write);
            _rocks!.Put(key, _entry.AsSpan(KeyBytes));
        }

        return Task.CompletedTask;
    });

    [Benchmark(Description = "WriteBack.Fast SetAsync, Logged", OperationsPerInvoke = WritesPerProducer)]
    public Task Cache() => ProduceAsync(async producer =>
    {
        for (int write = 0; write < WritesPerProducer; write++)
            await _cache!.SetAsync(new EntryKey(producer, write), new WideValue(write, 1, 2, 3, 4, 5), WriteDurability.Logged);
    });

    // A thread each, as those that wait for RocksDB block theirs.
    private Task ProduceAsync(Func<int, Task> produce)
    {
        Task Begin(int producer) => Task.Factory.StartNew(
            () => produce(producer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        return Task.WhenAll(Enumerable.Range(0, Producers).Select(Begin));
    }

    private async Task CommitAsync()
    {
        while (!_end.IsCancellationRequested)
            await _faster!.CommitAsync(CancellationToken.None);
    }
}

/// <summary>48 bytes, and 64 with their key.</summary>
public readonly record struct WideValue(long Score, long Level, double X, double Y, double Z, double W);

[WriteBackCache<EntryKey, WideValue>]
public sealed partial class WideCache;
