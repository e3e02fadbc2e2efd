using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>All peers that threads can share, with the keys and values of the README.</summary>
public abstract class EntryBenchmarks : SharedBenchmarks<EntryKey, EntryValue, EntryCache.Traits>
{
    [Benchmark(OperationsPerInvoke = Operations)]
    public long ConcurrentLfu() => On(static entries => new LfuPeer<EntryKey, EntryValue>(CacheOptions.CapacityFor(entries)));

    [Benchmark(OperationsPerInvoke = Operations)]
    public long MemoryCache() => On(static _ => new MemoryCachePeer<EntryKey, EntryValue>(limit: null));

    [Benchmark(OperationsPerInvoke = Operations)]
    public long FusionCache() => On(static _ => new FusionCachePeer());

    [Benchmark(OperationsPerInvoke = Operations)]
    public long HybridCache() => On(static _ => HybridCachePeer.Create());

    [Benchmark(Description = "FASTER", OperationsPerInvoke = Operations)]
    public long Faster() => On(static entries => new FasterPeer(entries));

    protected override WriteBackCache<EntryKey, EntryValue, EntryCache.Traits> Open(WriteBackOptions options) =>
        EntryCache.OpenAsync(Store, options).AsTask().GetAwaiter().GetResult();

    protected virtual IWriteBackStore<EntryKey, EntryValue> Store { get; } = new NullStore<EntryKey, EntryValue>();

    protected override EntryKey KeyOf(Random random) => EntryKeys.Next(random);

    protected override EntryValue ValueOf(in EntryKey key) => EntryValue.Of(in key);
}
