using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Reads of what is there.</summary>
public class ReadHit : OneThreadBenchmarks
{
    protected override long Run<TPeer>(TPeer peer) => Loops.Read<TPeer, EntryKey, EntryValue>(peer, Keys);
}
