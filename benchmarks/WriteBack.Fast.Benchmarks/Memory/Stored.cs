using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Compare;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Writes until all are stored, by a store that takes all at once: what the way there costs.</summary>
[MemoryDiagnoser]
public class Stored
{
    private const int Operations = 1 << 17;

    private EntryKey[] _keys = [];
    private HandRolled _handRolled = null!;
    private EntryCache _cache = null!;

    [Params(1_000, 100_000, 4_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _cache = await EntryCache.OpenAsync(new NullStore<EntryKey, EntryValue>(), CacheOptions.Resident(Entries));
        _handRolled = new HandRolled();
        var all = EntryKeys.Make(Entries);
        foreach (var key in all)
        {
            _cache.Set(key, EntryValue.Of(in key));
            _handRolled.Set(in key, EntryValue.Of(in key));
        }

        await _cache.FlushAsync();
        await _handRolled.FlushAsync();
        _keys = new Random(2).GetItems(all, Operations);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _cache.DisposeAsync();
        await _handRolled.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "ConcurrentDictionary and Channel by hand", OperationsPerInvoke = Operations)]
    public Task ByHand()
    {
        foreach (ref readonly var key in _keys.AsSpan())
            _handRolled.Set(in key, EntryValue.Of(in key));
        return _handRolled.FlushAsync();
    }

    [Benchmark(Description = "WriteBack.Fast", OperationsPerInvoke = Operations)]
    public async Task WriteBackFast()
    {
        foreach (var key in _keys)
            _cache.Set(key, EntryValue.Of(in key));
        await _cache.FlushAsync();
    }
}
