using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

public sealed record Note(long Score, string Text) : IScored;

[WriteBackCache<EntryKey, Note>]
public sealed partial class NoteCache;

/// <summary>Values that are objects.</summary>
public abstract class ClassValues : SharedBenchmarks<EntryKey, Note, NoteCache.Traits>
{
    protected static Note Same { get; } = new(1, "a note");

    protected override WriteBackCache<EntryKey, Note, NoteCache.Traits> Open(WriteBackOptions options) =>
        NoteCache.OpenAsync(new NullStore<EntryKey, Note>(), options).AsTask().GetAwaiter().GetResult();

    protected override EntryKey KeyOf(Random random) => EntryKeys.Next(random);

    protected override Note ValueOf(in EntryKey key) => Same;
}

public class ClassValuesRead : ClassValues
{
    protected override long Run<TPeer>(TPeer peer) => Loops.Read<TPeer, EntryKey, Note>(peer, Keys);
}

public class ClassValuesWrite : ClassValues
{
    protected override long Run<TPeer>(TPeer peer) => Loops.Write<TPeer, EntryKey, Note>(peer, Keys, Same);
}
