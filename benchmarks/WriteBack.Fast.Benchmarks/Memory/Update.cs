using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>A value is changed by what it is, atomically where threads share it: the peers that can do that.</summary>
[MemoryDiagnoser]
public class Update
{
    private const int Operations = 1 << 17;

    private readonly TaskCompletionSource _never = new();
    private EntryKey[] _keys = [];
    private Dictionary<EntryKey, EntryValue> _dictionary = [];
    private ConcurrentDictionary<EntryKey, EntryValue> _concurrent = [];
    private EntryCache _cache = null!;

    [Params(1_000, 100_000, 4_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _cache = await EntryCache.OpenAsync(new HeldStore<EntryKey, EntryValue>(_never.Task), CacheOptions.Resident(Entries));
        _dictionary = new Dictionary<EntryKey, EntryValue>(Entries);
        _concurrent = new ConcurrentDictionary<EntryKey, EntryValue>(Environment.ProcessorCount, Entries);
        var all = EntryKeys.Make(Entries);
        foreach (var key in all)
        {
            _cache.Set(key, default);
            _dictionary.Add(key, default);
            _concurrent[key] = default;
        }

        _keys = new Random(2).GetItems(all, Operations);
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _cache.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void ConcurrentDictionary()
    {
        foreach (ref readonly var key in _keys.AsSpan())
        {
            _concurrent.AddOrUpdate(
                key, static (_, _) => default, static (_, value, more) => value with { Score = value.Score + more }, 1L);
        }
    }

    [Benchmark(Description = "Dictionary, unsynchronised, by reference", OperationsPerInvoke = Operations)]
    public void Dictionary()
    {
        foreach (ref readonly var key in _keys.AsSpan())
        {
            ref var value = ref CollectionsMarshal.GetValueRefOrNullRef(_dictionary, key);
            value = value with { Score = value.Score + 1 };
        }
    }

    [Benchmark(Description = "WriteBack.Fast", OperationsPerInvoke = Operations)]
    public void WriteBackFast()
    {
        foreach (ref readonly var key in _keys.AsSpan())
            _cache.Update(in key, 1L, static (ref EntryValue value, long more) => value = value with { Score = value.Score + more });
    }
}
