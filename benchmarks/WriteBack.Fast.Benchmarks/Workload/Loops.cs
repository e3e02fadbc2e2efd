using WriteBack.Fast.Benchmarks.Peers;

namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>What is done to peers in more than one place. What a read gives is looked at, or it could be optimised away.</summary>
internal static class Loops
{
    public static long Read<TPeer, TKey, TValue>(TPeer peer, ReadOnlySpan<TKey> keys)
        where TPeer : struct, IPeer<TKey, TValue>
        where TValue : IScored
    {
        long sum = 0;
        foreach (ref readonly var key in keys)
            sum += peer.TryGet(in key, out var value) ? value.Score : 0;
        return sum;
    }

    public static long Write<TPeer, TKey, TValue>(TPeer peer, ReadOnlySpan<TKey> keys, TValue value)
        where TPeer : struct, IPeer<TKey, TValue>
    {
        foreach (ref readonly var key in keys)
            peer.Set(in key, in value);
        return keys.Length;
    }

    /// <param name="peer">To what.</param>
    /// <param name="accesses">Reads and writes.</param>
    /// <param name="write">The number of the first write, so that each call writes other values.</param>
    public static long Mix<TPeer>(TPeer peer, ReadOnlySpan<Access> accesses, long write)
        where TPeer : struct, IPeer<EntryKey, EntryValue>
    {
        long sum = 0;
        foreach (ref readonly var access in accesses)
        {
            if (access.IsWrite)
                peer.Set(in access.Key, EntryValue.Of(in access.Key, write++));
            else if (peer.TryGet(in access.Key, out var value))
                sum += value.Score;
        }

        return sum;
    }
}
