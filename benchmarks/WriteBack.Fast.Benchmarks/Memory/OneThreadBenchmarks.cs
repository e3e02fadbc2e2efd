using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Peers;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>On one thread, where a dictionary needs no lock.</summary>
public abstract class OneThreadBenchmarks : EntryBenchmarks
{
    [Benchmark(Description = "Dictionary, unsynchronised", OperationsPerInvoke = Operations)]
    public long Dictionary() => On(static entries => new DictionaryPeer<EntryKey, EntryValue>(entries));
}
