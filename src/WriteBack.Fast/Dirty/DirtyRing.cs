using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A ring of slot indexes from many producers to one consumer. A producer claims a position by incrementing the tail and
// publishes its cell; the consumer takes the cell at the head once it is not empty, and empties it.
//
// It cannot overflow: an index is in it at most once (SlotFlags.Queued*), so at most `slots` positions lie between head
// and tail. A producer never meets a full cell for the same reason: among the positions of one lap some index repeats,
// so its earlier place was taken, and with it all before; that the consumer emptied them is known to whoever set the
// index's queued flag again, under the slot's lock, and through the tail's increments to every producer after.

/// <summary>The slots of one shard that became dirty at one priority, in that order.</summary>
internal sealed class DirtyRing
{
    private const int Empty = 0;

    private readonly uint _length;
    private readonly ulong _reciprocal;
    private int[] _cells = [];
    private Positions _positions;

    /// <summary>Makes a ring.</summary>
    /// <param name="slots">Indexes are below this number.</param>
    public DirtyRing(int slots) => (_length, _reciprocal) = ((uint)slots, ulong.MaxValue / (uint)slots);

    /// <summary>Memory in use: none until the first slot is added.</summary>
    public long Bytes => (long)Volatile.Read(ref _cells).Length * sizeof(int);

    /// <summary>Positions claimed so far.</summary>
    // Acquire: pairs with the increment in Add, so that what was claimed before is counted.
    public long Tail => Volatile.Read(ref _positions.Tail);

    /// <summary>Positions consumed so far.</summary>
    // Acquire: pairs with the release in TryTake.
    public long Head => Volatile.Read(ref _positions.Head);

    /// <summary>Adds a slot. Its queued flag must have been clear and must be set by now or under the same lock.</summary>
    /// <returns>How many positions are claimed with this one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(int slot)
    {
        // Full fence: the quota's check after it sees this place or is seen by it (DirtyQuota).
        long claimed = Interlocked.Increment(ref _positions.Tail);
        // Release: pairs with the acquire in TryTake.
        Volatile.Write(ref CellOf(claimed - 1), slot + 1);
        return claimed;
    }

    /// <summary>The slot that is to be taken after some others, to be fetched meanwhile; -1 where it is not known yet. For the single consumer.</summary>
    public int Peek(int ahead)
    {
        long position = _positions.Head + ahead;
        return position < Tail ? CellOf(position) - 1 : -1;
    }

    /// <summary>Takes the oldest slot. For the single consumer.</summary>
    /// <returns><see langword="false"/> when there is none; a place that is claimed but not yet filled is waited for.</returns>
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

        // Release: who sees the new head, or the queued flag that is cleared after it, sees the cell empty.
        cell = Empty;
        Volatile.Write(ref _positions.Head, head + 1);
        slot = taken - 1;
        return true;
    }

    // The remainder by a product: with the reciprocal rounded down, the quotient is at most one too small.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int CellOf(long position)
    {
        // Acquire: pairs with the exchange in MakeCells.
        int[] cells = Volatile.Read(ref _cells);
        if (cells.Length == 0)
            cells = MakeCells();
        ulong quotient = Math.BigMul((ulong)position, _reciprocal, out _);
        uint index = (uint)((ulong)position - quotient * _length);
        return ref cells[index >= _length ? index - _length : index];
    }

    // Not before they are needed: few caches write with every priority.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] MakeCells()
    {
        int[] none = Volatile.Read(ref _cells);
        if (none.Length == 0)
            Interlocked.CompareExchange(ref _cells, new int[_length], none);
        return Volatile.Read(ref _cells);
    }

    // Producers and the consumer each on a cache line of their own, and apart from what lies around the ring.
    [StructLayout(LayoutKind.Explicit, Size = 4 * AlignedMemory.CacheLine)]
    private struct Positions
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public long Tail;

        [FieldOffset(3 * AlignedMemory.CacheLine)]
        public long Head;
    }
}
