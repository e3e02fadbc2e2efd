using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Many keys in one call, beside as many calls.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Many
{
    private const int Operations = 1 << 17;
    private const int Together = 256;

    private readonly TaskCompletionSource _never = new();
    private readonly EntryValue[] _values = new EntryValue[Together];
    private readonly bool[] _found = new bool[Together];
    private EntryKey[] _keys = [];
    private EntryCache _cache = null!;

    [Params(1_000, 100_000, 4_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _cache = await EntryCache.OpenAsync(new HeldStore<EntryKey, EntryValue>(_never.Task), CacheOptions.Resident(Entries));
        var all = EntryKeys.Make(Entries);
        foreach (var key in all)
            _cache.Set(key, EntryValue.Of(in key));
        _keys = new Random(2).GetItems(all, Operations);
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _cache.DisposeAsync();

    [BenchmarkCategory("Read")]
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long TryGet()
    {
        long found = 0;
        foreach (ref readonly var key in _keys.AsSpan())
            found += _cache.TryGet(in key, out _values[0]) ? 1 : 0;
        return found;
    }

    [BenchmarkCategory("Read")]
    [Benchmark(OperationsPerInvoke = Operations)]
    public long TryGetMany()
    {
        long found = 0;
        for (int at = 0; at < Operations; at += Together)
            found += _cache.TryGetMany(_keys.AsSpan(at, Together), _values, _found);
        return found;
    }

    [BenchmarkCategory("Write")]
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void Set()
    {
        foreach (ref readonly var key in _keys.AsSpan())
            _cache.Set(in key, in _values[0]);
    }

    [BenchmarkCategory("Write")]
    [Benchmark(OperationsPerInvoke = Operations)]
    public void SetMany()
    {
        for (int at = 0; at < Operations; at += Together)
            _cache.SetMany(_keys.AsSpan(at, Together), _values);
    }
}
