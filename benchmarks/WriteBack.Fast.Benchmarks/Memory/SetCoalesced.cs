using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Writes of what is there, and in the cache dirty already: its store never answers.</summary>
public class SetCoalesced : OneThreadBenchmarks
{
    protected override IWriteBackStore<EntryKey, EntryValue> Store { get; } =
        new HeldStore<EntryKey, EntryValue>(new TaskCompletionSource().Task);

    protected override long Run<TPeer>(TPeer peer) => Loops.Write<TPeer, EntryKey, EntryValue>(peer, Keys, new EntryValue(0, 1, 2, 3));
}
