namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>An entry is removed and set again; in the cache, either is brought to a store that takes all.</summary>
public class RemoveAndSet : OneThreadBenchmarks
{
    protected override long Run<TPeer>(TPeer peer)
    {
        foreach (ref readonly var key in Keys.AsSpan())
        {
            peer.Remove(in key);
            peer.Set(in key, EntryValue.Of(in key));
        }

        return Keys.Length;
    }
}
