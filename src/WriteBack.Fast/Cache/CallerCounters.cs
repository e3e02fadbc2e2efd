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
internal sealed unsafe class CallerCounters
{
    private const int RegionShift = 16;
    private const int PlaceBits = 8;
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15;

    private readonly AlignedMemory _memory;
    private readonly Counts* _places;
    private readonly ConcurrentDictionary<nuint, StrongBox<Counts>> _others = new();

    public CallerCounters()
    {
        _memory = new AlignedMemory(sizeof(Counts) << PlaceBits);
        _places = (Counts*)_memory.Start;
    }

    /// <summary>The calling thread's counts.</summary>
    public ref Counts Mine
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            byte here;
            nuint region = (nuint)(&here) >> RegionShift;
            var counts = PlaceOf(region);
            if (counts->Region == region)
                return ref *counts;
            return ref Find(region);
        }
    }

    /// <summary>The sum over all threads: exact once they have stopped, in the eyes of whoever knows that they have.</summary>
    public Counts Sum()
    {
        Counts sum = default;
        for (int place = 0; place < 1 << PlaceBits; place++)
            sum.Add(in _places[place]);
        foreach (var other in _others.Values)
            sum.Add(in other.Value);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Counts* PlaceOf(nuint region) => _places + (region * Spread >> (64 - PlaceBits));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Counts Find(nuint region)
    {
        var counts = PlaceOf(region);
        if (counts->Region == 0 && Interlocked.CompareExchange(ref counts->Region, region, 0) == 0)
            return ref *counts;
        return ref _others.GetOrAdd(region, static _ => new StrongBox<Counts>()).Value;
    }

    // Two cache lines, since the processor fetches them in pairs.
    [StructLayout(LayoutKind.Sequential, Size = 2 * AlignedMemory.CacheLine)]
    internal struct Counts
    {
        /// <summary>Whose they are; 0 for nobody's.</summary>
        public nuint Region;

        public long Hits;
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
