using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// What callers have done is counted where they do it, on every read and write.

public abstract unsafe partial class WriteBackCache<TKey, TValue, TTraits>
{
    private readonly CallerCounters _counters = new();

    // The counters' own, at hand for the memory path.
    private readonly byte* _countersTable;

    private ref CallerCounters.Counts Mine
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            nuint region = CallerCounters.Region;
            var counts = CallerCounters.PlaceOf(_countersTable, region);
            return ref *(counts->Region == region ? counts : FindMine(region));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CallerCounters.Counts* FindMine(nuint region) => _counters.Find(region);

    private void CountWrite() => Mine.Accepted++;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountRead(bool isHit)
    {
        if (!TTraits.CountsReads)
            return;
        ref var mine = ref Mine;
        if (isHit)
            mine.Hits++;
        else
            mine.Misses++;
    }
}
