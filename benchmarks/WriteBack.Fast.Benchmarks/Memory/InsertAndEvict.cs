using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Each write is of a key that was never there, into a cache that is full: the peers that are bounded.</summary>
public class InsertAndEvict : PeerBenchmarks<EntryKey, EntryValue>
{
    private long _last;

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long ConcurrentLru() => On(static entries => new LruPeer<EntryKey, EntryValue>(entries));

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ConcurrentLfu() => On(static entries => new LfuPeer<EntryKey, EntryValue>(entries));

    [Benchmark(OperationsPerInvoke = Operations)]
    public long MemoryCache() => On(static entries => new MemoryCachePeer<EntryKey, EntryValue>(entries));

    [Benchmark(Description = "WriteBack.Fast", OperationsPerInvoke = Operations)]
    public long WriteBackFast() => On(static entries => new WriteBackPeer<EntryKey, EntryValue, EntryCache.Traits>(Open(entries)));

    protected override long Run<TPeer>(TPeer peer)
    {
        for (int write = 0; write < Operations; write++)
        {
            // An odd multiplier: as good as random, and never twice the same.
            var key = new EntryKey(unchecked(++_last * (long)0x9E37_79B9_7F4A_7C15), _last);
            peer.Set(in key, EntryValue.Of(in key));
        }

        return _last;
    }

    protected override EntryKey KeyOf(Random random) => EntryKeys.Next(random);

    protected override EntryValue ValueOf(in EntryKey key) => EntryValue.Of(in key);

    // A store that takes all at once, and writers that wait for it where they have to.
    private static EntryCache Open(int entries) => EntryCache.OpenAsync(
        new NullStore<EntryKey, EntryValue>(),
        new WriteBackOptions { Capacity = entries, MaxBatchSize = CacheOptions.BatchSize }).AsTask().GetAwaiter().GetResult();
}
