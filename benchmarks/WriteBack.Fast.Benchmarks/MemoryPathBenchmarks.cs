using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace WriteBack.Fast.Benchmarks;

/// <summary>Reads and writes of resident entries, random keys, one thread, beside the dictionaries of the framework.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class MemoryPathBenchmarks
{
    // So many that the processor's branch predictor cannot learn the accesses by heart.
    private const int Operations = 1 << 17;

    private readonly Dictionary<EntryKey, EntryValue> _dictionary = [];
    private readonly ConcurrentDictionary<EntryKey, EntryValue> _concurrent = [];
    private readonly TaskCompletionSource _store = new();
    private EntryCache _cache = null!;
    private EntryKey[] _keys = [];

    [Params(1_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _cache = await EntryCache.OpenAsync(new HeldStore<EntryKey, EntryValue>(_store.Task), new WriteBackOptions
        {
            Capacity = Entries + Entries / 4,
            MaxDirtyRatio = 1,
            Overflow = OverflowPolicy.Throw,
        });
        var random = new Random(1);
        EntryKey[] all = [.. Enumerable.Range(0, Entries).Select(_ => new EntryKey(random.NextInt64(), random.NextInt64()))];
        foreach (var key in all)
        {
            _cache.Set(key, default);
            _cache.Set(key, default);
            _dictionary[key] = default;
            _concurrent[key] = default;
        }

        _keys = random.GetItems(all, Operations);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        _store.SetResult();
        await _cache.DisposeAsync();
    }

    [BenchmarkCategory("Read")]
    [Benchmark(Baseline = true, Description = "Dictionary.TryGetValue, unsynchronised", OperationsPerInvoke = Operations)]
    public long DictionaryGet()
    {
        long sum = 0;
        foreach (ref readonly var key in _keys.AsSpan())
            sum += _dictionary.TryGetValue(key, out var value) ? value.Score : 0;
        return sum;
    }

    [BenchmarkCategory("Read")]
    [Benchmark(Description = "ConcurrentDictionary.TryGetValue", OperationsPerInvoke = Operations)]
    public long ConcurrentGet()
    {
        long sum = 0;
        foreach (ref readonly var key in _keys.AsSpan())
            sum += _concurrent.TryGetValue(key, out var value) ? value.Score : 0;
        return sum;
    }

    [BenchmarkCategory("Read")]
    [Benchmark(Description = "WriteBack.Fast TryGet", OperationsPerInvoke = Operations)]
    public long CacheGet()
    {
        long sum = 0;
        foreach (ref readonly var key in _keys.AsSpan())
            sum += _cache.TryGet(in key, out var value) ? value.Score : 0;
        return sum;
    }

    [BenchmarkCategory("Write")]
    [Benchmark(Baseline = true, Description = "Dictionary set, unsynchronised", OperationsPerInvoke = Operations)]
    public void DictionarySet()
    {
        foreach (ref readonly var key in _keys.AsSpan())
            _dictionary[key] = new EntryValue(key.Id, 1, 2, 3);
    }

    [BenchmarkCategory("Write")]
    [Benchmark(Description = "ConcurrentDictionary set", OperationsPerInvoke = Operations)]
    public void ConcurrentSet()
    {
        foreach (ref readonly var key in _keys.AsSpan())
            _concurrent[key] = new EntryValue(key.Id, 1, 2, 3);
    }

    [BenchmarkCategory("Write")]
    [Benchmark(Description = "WriteBack.Fast Set, dirty already", OperationsPerInvoke = Operations)]
    public void CacheSet()
    {
        foreach (ref readonly var key in _keys.AsSpan())
            _cache.Set(in key, new EntryValue(key.Id, 1, 2, 3));
    }
}
