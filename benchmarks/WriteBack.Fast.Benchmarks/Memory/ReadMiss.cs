using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Reads of what is not there.</summary>
public class ReadMiss : OneThreadBenchmarks
{
    protected override EntryKey[] Choose(Random random) => [.. Enumerable.Range(0, Operations).Select(_ => KeyOf(random))];

    protected override long Run<TPeer>(TPeer peer) => Loops.Read<TPeer, EntryKey, EntryValue>(peer, Keys);
}
