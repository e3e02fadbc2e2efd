using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// Counters of the memory path, one cell per thread, so that counting is a plain increment and still exact. Which thread
// is calling is told by where its stack is, since a thread-local variable would cost as much as all else that a read does:
// a cell belongs to 64 KiB of addresses. A thread that works deep in its stack has several cells, and one that comes to
// life where another one was goes on in its cell. (Where stacks are not aligned to so much, two threads share the cell at
// their border, but there one of them is about to overflow its stack.)
//
// Each region has one place in a small table, where the first region to come has its cell for good. The others, few, are
// in a dictionary.

/// <summary>What the callers of one cache have done.</summary>
internal sealed unsafe class StripedCounters
{
    private const int RegionShift = 16;
    private const int PlaceBits = 8;
    private const uint Spread = 0x9E37_79B1;

    private readonly AlignedMemory _memory = new(sizeof(Counts) << PlaceBits);
    private readonly ConcurrentDictionary<nuint, AlignedMemory> _others = new();

    /// <summary>The table. It lives as long as this object.</summary>
    public byte* Table => _memory.Start;

    /// <summary>The calling thread's counts.</summary>
    public ref Counts OfThread => ref *Find(Region);

    /// <summary>The calling thread's region of addresses.</summary>
    public static nuint Region
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            byte here;
            return (nuint)(&here) >> RegionShift;
        }
    }

    /// <summary>The place of a region in a table. The counts are the region's only if they say so; else <see cref="Find"/> them.</summary>
    // The bits of a product that are the distance to a place already. They depend on as many bits of the address as tell
    // stacks apart within two gigabytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Counts* PlaceOf(byte* table, nuint region) =>
        (Counts*)(table + ((uint)region * Spread & (uint)((sizeof(Counts) << PlaceBits) - sizeof(Counts))));

    /// <summary>The counts of a region.</summary>
    public Counts* Find(nuint region)
    {
        var counts = PlaceOf(Table, region);
        if (counts->Region == region || (counts->Region == 0 && Interlocked.CompareExchange(ref counts->Region, region, 0) == 0))
            return counts;
        return (Counts*)_others.GetOrAdd(region, static _ => new AlignedMemory(sizeof(Counts))).Start;
    }

    /// <summary>The sum over all threads: exact once they have stopped, in the eyes of whoever knows that they have.</summary>
    public Counts Sum()
    {
        Counts sum = default;
        for (int place = 0; place < 1 << PlaceBits; place++)
            sum.Add(in ((Counts*)Table)[place]);
        foreach (var other in _others.Values)
            sum.Add(in *(Counts*)other.Start);
        return sum;
    }

    // Two cache lines, since the processor fetches them in pairs.
    [StructLayout(LayoutKind.Sequential, Size = 2 * AlignedMemory.CacheLine)]
    internal struct Counts
    {
        // The first, so that it is nearest.
        public long Hits;

        /// <summary>Whose they are; 0 for nobody's.</summary>
        public nuint Region;

        public long Misses;

        /// <summary>Writes that were accepted, but for those that <see cref="Coalesced"/> counts.</summary>
        public long Accepted;

        public long Coalesced;
        public long Stalls;

        public void Add(in Counts other)
        {
            Hits += Volatile.Read(in other.Hits);
            Misses += Volatile.Read(in other.Misses);
            Accepted += Volatile.Read(in other.Accepted);
            Coalesced += Volatile.Read(in other.Coalesced);
            Stalls += Volatile.Read(in other.Stalls);
        }
    }
}
