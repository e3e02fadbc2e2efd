using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// Counters of the memory path, one cell per thread, so that counting is a plain increment and still exact. The address of the
// stack tells the calling thread, since a thread-local variable would cost as much as the rest of a read. A cell belongs to a
// region of 64 KiB of addresses. A thread with a deep stack uses several cells. A new thread on the stack addresses of an ended
// one goes on in its cell. (Where stacks are not aligned to 64 KiB, two threads share the cell at their border; one of them
// reaches it only just before its stack overflows.)
//
// A small table has one place for each region; the first region that claims a place keeps it. The few regions that collide
// have their cells in a dictionary.

/// <summary>Counts of what the callers of one cache have done.</summary>
internal sealed unsafe class StripedCounters
{
    private const int RegionShift = 16;
    private const int PlaceBits = 8;
    private const uint Spread = 0x9E37_79B1;

    private readonly AlignedMemory _memory = new(sizeof(Counts) << PlaceBits);
    private readonly ConcurrentDictionary<nuint, AlignedMemory> _others = new();

    /// <summary>The address of the table. The table lives as long as this object.</summary>
    public byte* Table => _memory.Start;

    /// <summary>The calling thread's counts.</summary>
    public ref Counts OfThread => ref *Find(Region);

    /// <summary>The region of addresses in which the calling thread's stack pointer lies.</summary>
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

    /// <summary>The place of a region in a table. Another region may own it: compare <see cref="Counts.Region"/>, else use
    /// <see cref="Find"/>.</summary>
    // The mask keeps the product's bits that are a place's distance in bytes. Those bits depend on the address bits that differ
    // between stacks within two gigabytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Counts* PlaceOf(byte* table, nuint region) =>
        (Counts*)(table + ((uint)region * Spread & (uint)((sizeof(Counts) << PlaceBits) - sizeof(Counts))));

    /// <summary>The cell of a region, claimed or made on its first use.</summary>
    public Counts* Find(nuint region)
    {
        var counts = PlaceOf(Table, region);
        // The compare-and-swap pairs with itself in other threads: one region claims the place. The counts were zero before.
        if (counts->Region == region || (counts->Region == 0 && Interlocked.CompareExchange(ref counts->Region, region, 0) == 0))
            return counts;
        return (Counts*)_others.GetOrAdd(region, static _ => new AlignedMemory(sizeof(Counts))).Start;
    }

    /// <summary>The sum over all threads. It is exact once they have stopped counting and the caller has synchronised with them.</summary>
    public Counts Sum()
    {
        Counts sum = default;
        for (int place = 0; place < 1 << PlaceBits; place++)
            sum.Add(in ((Counts*)Table)[place]);
        foreach (var other in _others.Values)
            sum.Add(in *(Counts*)other.Start);
        return sum;
    }

    // Two cache lines, since the processor prefetches lines in pairs.
    [StructLayout(LayoutKind.Sequential, Size = 2 * AlignedMemory.CacheLine)]
    internal struct Counts
    {
        // First, since hits are the most frequent: its address is the place's own.
        public long Hits;

        /// <summary>The region that owns the cell; 0 for a free cell.</summary>
        public nuint Region;

        public long Misses;

        /// <summary>Accepted writes, except those that <see cref="Coalesced"/> counts.</summary>
        public long Accepted;

        public long Coalesced;
        public long Stalls;

        // Volatile reads have no release to pair with: a count is read once, and may be out of date while its thread counts.
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
