using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Workload;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>The cache beside the peers that threads can share, whatever the key and the value.</summary>
public abstract class SharedBenchmarks<TKey, TValue, TTraits> : PeerBenchmarks<TKey, TValue>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long ConcurrentDictionary() => On(static entries => new ConcurrentDictionaryPeer<TKey, TValue>(entries));

    [Benchmark(Description = "Dictionary, locked", OperationsPerInvoke = Operations)]
    public long LockedDictionary() => On(static entries => new LockedDictionaryPeer<TKey, TValue>(entries));

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ConcurrentLru() => On(static entries => new LruPeer<TKey, TValue>(CacheOptions.CapacityFor(entries)));

    [Benchmark(Description = "WriteBack.Fast", OperationsPerInvoke = Operations)]
    public long WriteBackFast() => On(entries => new WriteBackPeer<TKey, TValue, TTraits>(Open(CacheOptions.Resident(entries))));

    protected abstract WriteBackCache<TKey, TValue, TTraits> Open(WriteBackOptions options);
}
