using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// What callers have done is counted where they do it, on every read and write.

public abstract unsafe partial class WriteBackCache<TKey, TValue, TTraits>
{
    private readonly StripedCounters _counters = new();

    // The counters' own, at hand for the memory path.
    private readonly byte* _countersTable;

    private ref StripedCounters.Counts ThreadCounts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            nuint region = StripedCounters.Region;
            var counts = StripedCounters.PlaceOf(_countersTable, region);
            return ref *(counts->Region == region ? counts : FindThreadCounts(region));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private StripedCounters.Counts* FindThreadCounts(nuint region) => _counters.Find(region);

    private void CountWrite() => ThreadCounts.Accepted++;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountRead(bool isHit)
    {
        if (!TTraits.CountsReads)
            return;
        ref var counts = ref ThreadCounts;
        if (isHit)
            counts.Hits++;
        else
            counts.Misses++;
    }
}
