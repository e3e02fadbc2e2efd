using BenchmarkDotNet.Attributes;

namespace WriteBack.Fast.Benchmarks.Log;

/// <summary>
/// What a log adds to a write that does not wait for it: bursts that its buffers hold, with the log at rest before each.
/// Longer ones go at the speed of the disk. No collection is forced before a burst, since it would empty the processor's
/// caches. To be read by medians: the log's thread shares the machine with whatever else runs there.
/// </summary>
[MemoryDiagnoser]
[MedianColumn]
[InvocationCount(1)]
[IterationCount(30)]
[WarmupCount(10)]
[GcForce(false)]
public class LogOverheadBenchmarks
{
    private const int Operations = 40_000;
    private const int Entries = 1_000;

    private DirectoryInfo _folder = null!;
    private EntryCache _without = null!;
    private EntryCache _with = null!;
    private EntryKey[] _keys = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = Directory.CreateTempSubdirectory("writeback-benchmark-");
        _without = await OpenAsync(log: null);
        _with = await OpenAsync(new WriteAheadLogOptions { Directory = _folder.FullName });
        var random = new Random(1);
        EntryKey[] all = [.. Enumerable.Range(0, Entries).Select(_ => new EntryKey(random.NextInt64(), random.NextInt64()))];
        _keys = random.GetItems(all, Operations);
        Without();
        With();
    }

    [IterationSetup]
    public void Rest() => _with.SetAsync(_keys[0], default, WriteDurability.Logged).AsTask().GetAwaiter().GetResult();

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _without.DisposeAsync();
        await _with.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true, Description = "Set without a log", OperationsPerInvoke = Operations)]
    public void Without() => Write(_without);

    [Benchmark(Description = "Set with a log", OperationsPerInvoke = Operations)]
    public void With() => Write(_with);

    private static ValueTask<EntryCache> OpenAsync(WriteAheadLogOptions? log) => EntryCache.OpenAsync(
        new NullStore<EntryKey, EntryValue>(),
        new WriteBackOptions { FlushInterval = Timeout.InfiniteTimeSpan, MaxDirtyRatio = 1, MaxBatchSize = 65_536, Log = log });

    private void Write(EntryCache cache)
    {
        foreach (ref readonly var key in _keys.AsSpan())
            cache.Set(in key, new EntryValue(key.Id, 1, 2, 3));
    }
}
