using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A ring of slot indexes from many producers to one consumer. A producer claims a position by incrementing the tail and
// publishes its cell. The consumer takes the cell at the head once the cell is not empty, and empties it.
//
// The ring cannot overflow: an index is in it at most once (SlotFlags.Queued*), so at most `slots` positions lie between head
// and tail. A producer never meets a full cell for the same reason. Among the positions of one lap some index repeats, so its
// earlier place was taken, and so were all places before it. The producer that set the index's queued flag again, under the
// slot's lock, knows that the consumer emptied those cells; the tail's increments pass this on to every later producer.

/// <summary>The indexes of one shard's dirty slots of one priority, in the order in which the slots became dirty.</summary>
internal sealed class DirtyRing
{
    private const int Empty = 0;

    private readonly uint _length;
    private readonly ulong _reciprocal;
    private int[] _cells = [];
    private Positions _positions;

    /// <summary>Makes a ring.</summary>
    /// <param name="slots">The number of slots: each index is below it.</param>
    public DirtyRing(int slots) => (_length, _reciprocal) = ((uint)slots, ulong.MaxValue / (uint)slots);

    /// <summary>Memory in use, in bytes: 0 until the first slot is added.</summary>
    // Acquire: pairs with the compare-and-swap in MakeCells.
    public long Bytes => (long)Volatile.Read(ref _cells).Length * sizeof(int);

    /// <summary>The number of positions claimed so far.</summary>
    // Acquire: pairs with the increment in Add, so earlier claims are counted.
    public long Tail => Volatile.Read(ref _positions.Tail);

    /// <summary>The number of positions consumed so far.</summary>
    // Acquire: pairs with the release in TryTake.
    public long Head => Volatile.Read(ref _positions.Head);

    /// <summary>Adds a slot. Its queued flag must have been clear, and must be set already or under the same hold of the lock.</summary>
    /// <returns>The number of positions claimed so far, this one included.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(int slot)
    {
        // Full fence: the quota's check that follows sees another shard's loan, or the lender sees this claim (DirtyQuota).
        long claimed = Interlocked.Increment(ref _positions.Tail);
        // Release: pairs with the acquire in TryTake.
        Volatile.Write(ref CellOf(claimed - 1), slot + 1);
        return claimed;
    }

    /// <summary>The index of the slot a number of positions ahead of the head, to prefetch it; -1 if there is none yet. For the
    /// single consumer.</summary>
    public int Peek(int ahead)
    {
        long position = _positions.Head + ahead;
        return position < Tail ? CellOf(position) - 1 : -1;
    }

    /// <summary>Takes the oldest slot. A place that is claimed but not filled yet is waited for. For the single consumer.</summary>
    /// <returns><see langword="false"/> when the ring is empty.</returns>
    public bool TryTake(out int slot)
    {
        long head = _positions.Head;
        if (head == Tail && Bytes == 0)
        {
            slot = -1;
            return false;
        }

        ref int cell = ref CellOf(head);
        // Acquire: pairs with the release in Add.
        int taken = Volatile.Read(ref cell);
        if (taken == Empty)
        {
            if (head == Tail)
            {
                slot = -1;
                return false;
            }

            var spinner = new SpinWait();
            while ((taken = Volatile.Read(ref cell)) == Empty)
                spinner.SpinOnce(sleep1Threshold: -1);
        }

        // Release: pairs with the acquire in Head. A thread that sees the new head, or the queued flag cleared later, sees an empty cell.
        cell = Empty;
        Volatile.Write(ref _positions.Head, head + 1);
        slot = taken - 1;
        return true;
    }

    // The remainder is computed by a product: the reciprocal is rounded down, so the quotient is at most one too small.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int CellOf(long position)
    {
        // Acquire: pairs with the compare-and-swap in MakeCells.
        int[] cells = Volatile.Read(ref _cells);
        if (cells.Length == 0)
            cells = MakeCells();
        ulong quotient = Math.BigMul((ulong)position, _reciprocal, out _);
        uint index = (uint)((ulong)position - quotient * _length);
        return ref cells[index >= _length ? index - _length : index];
    }

    // The cells are made on first use, since few caches write with every priority. The compare-and-swap is a full fence and pairs
    // with the acquires of _cells: a thread that sees the array sees it zeroed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] MakeCells()
    {
        int[] none = Volatile.Read(ref _cells);
        if (none.Length == 0)
            Interlocked.CompareExchange(ref _cells, new int[_length], none);
        return Volatile.Read(ref _cells);
    }

    // Producers and the consumer have a cache line each, apart from what lies around the ring.
    [StructLayout(LayoutKind.Explicit, Size = 4 * AlignedMemory.CacheLine)]
    private struct Positions
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public long Tail;

        [FieldOffset(3 * AlignedMemory.CacheLine)]
        public long Head;
    }
}
