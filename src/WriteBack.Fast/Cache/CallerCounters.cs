using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// Counters of the memory path, one cell per thread, so that counting is a plain increment and still exact. A cell that
// its thread left behind is handed, counts and all, to the next new thread.

/// <summary>What the callers of one cache have done.</summary>
internal sealed class CallerCounters
{
    private const int CachedCells = 16;

    private static int _nextPlace;

    // The cell that this thread used last, then those of some caches more.
    [ThreadStatic]
    private static Cell? _lastCell;

    [ThreadStatic]
    private static Cell?[]? _cachedCells;

    private readonly int _place = Interlocked.Increment(ref _nextPlace) & (CachedCells - 1);
    private readonly Lock _lock = new();
    private readonly List<Cell> _cells = [];

    /// <summary>The calling thread's counts.</summary>
    public ref Counts Mine
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var cell = _lastCell;
            if (cell?.Owner != this)
                cell = Find();
            return ref cell.Counts;
        }
    }

    /// <summary>The sum over all threads: exact once they have stopped, in the eyes of whoever knows that they have.</summary>
    public Counts Sum()
    {
        Counts sum = default;
        lock (_lock)
        {
            foreach (var cell in _cells)
            {
                sum.Hits += Volatile.Read(ref cell.Counts.Hits);
                sum.Misses += Volatile.Read(ref cell.Counts.Misses);
                sum.Writes += Volatile.Read(ref cell.Counts.Writes);
                sum.Coalesced += Volatile.Read(ref cell.Counts.Coalesced);
                sum.Stalls += Volatile.Read(ref cell.Counts.Stalls);
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Cell Find()
    {
        ref var cached = ref (_cachedCells ??= new Cell?[CachedCells])[_place];
        if (cached?.Owner != this)
            cached = FindOrAdd(Thread.CurrentThread);
        return _lastCell = cached;
    }

    private Cell FindOrAdd(Thread thread)
    {
        lock (_lock)
        {
            var cell = _cells.Find(cell => cell.Thread == thread) ?? _cells.Find(static cell => !cell.Thread.IsAlive);
            if (cell is null)
            {
                cell = new Cell(this);
                _cells.Add(cell);
            }

            cell.Thread = thread;
            return cell;
        }
    }

    // Padded on both sides: neighbours on the heap belong to other threads.
    [StructLayout(LayoutKind.Explicit, Size = 3 * AlignedMemory.CacheLine)]
    internal struct Counts
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public long Hits;

        [FieldOffset(AlignedMemory.CacheLine + 8)]
        public long Misses;

        [FieldOffset(AlignedMemory.CacheLine + 16)]
        public long Writes;

        [FieldOffset(AlignedMemory.CacheLine + 24)]
        public long Coalesced;

        [FieldOffset(AlignedMemory.CacheLine + 32)]
        public long Stalls;
    }

    private sealed class Cell(CallerCounters owner)
    {
        public readonly CallerCounters Owner = owner;
        public Thread Thread = Thread.CurrentThread;
        public Counts Counts;
    }
}
