using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// The hard limit of dirty entries, exact over all shards, without a counter that all writers share. Each shard has an
// allowance; together they are the limit. A writer first claims its place in the shard's ring, then compares: over its
// allowance it borrows from a shard that has some to spare, or undoes its claim.
//
// The lender's allowance is lowered first and its pinned entries are counted afterwards, while a writer there counts
// itself first and reads the allowance afterwards, both with full fences in between (Dekker): either the writer sees
// the lower allowance, or the borrower sees the writer and gives back.

/// <summary>The pinned entries of one shard, dirty or in flight, and how many it may have.</summary>
internal sealed class DirtyBudget
{
    private readonly DirtyRing _high;
    private readonly DirtyRing _normal;
    private readonly DirtyRing _low;
    private Counters _counters;

    /// <summary>Makes a shard's part of the budget.</summary>
    /// <param name="rings">The shard's rings; each claim in them pins an entry until it is released.</param>
    /// <param name="allowance">The first allowance.</param>
    public DirtyBudget(DirtyRing[] rings, long allowance)
    {
        (_high, _normal, _low) = (rings[FlushPriority.High.Lane], rings[FlushPriority.Normal.Lane], rings[FlushPriority.Low.Lane]);
        _counters.Allowance = allowance;
    }

    /// <summary>Pinned entries. Never less than there are; more while claims are being made or undone.</summary>
    public long Pinned
    {
        get
        {
            // Releases first: they only grow, and each follows its claim.
            long released = Volatile.Read(ref _counters.Released);
            return _high.Tail + _normal.Tail + _low.Tail - released;
        }
    }

    /// <summary>How much of the allowance the claims made so far use.</summary>
    public BudgetUse Use
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            long pinned = Pinned;
            long allowance = Volatile.Read(ref _counters.Allowance);
            return pinned <= allowance >> 1 ? BudgetUse.Free : pinned <= allowance ? BudgetUse.Crowded : BudgetUse.Over;
        }
    }

    /// <summary>Whether the claims made so far are within the allowance.</summary>
    public bool IsWithin => Use != BudgetUse.Over;

    /// <summary>Lets go of claims. Negative for a claim that took no place in a ring, since a stale one serves.</summary>
    public void Release(long claims) => Interlocked.Add(ref _counters.Released, claims);

    /// <summary>Lends up to half of what is spare.</summary>
    /// <returns>How much was lent. For use under the lock of <see cref="DirtyLimit"/>.</returns>
    public long Lend()
    {
        long spare = Volatile.Read(ref _counters.Allowance) - Pinned;
        if (spare <= 0)
            return 0;
        long lent = (spare + 1) / 2;
        long lowered = Interlocked.Add(ref _counters.Allowance, -lent);
        long over = Math.Min(lent, Pinned - lowered);
        if (over > 0)
        {
            Interlocked.Add(ref _counters.Allowance, over);
            lent -= over;
        }

        return lent;
    }

    /// <summary>Takes what another shard lent.</summary>
    public void Borrow(long lent) => Interlocked.Add(ref _counters.Allowance, lent);

    // Away from the producers' lines: both change once a batch or more rarely.
    [StructLayout(LayoutKind.Explicit, Size = 2 * AlignedMemory.CacheLine)]
    private struct Counters
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public long Released;

        [FieldOffset(AlignedMemory.CacheLine + 8)]
        public long Allowance;
    }
}

internal enum BudgetUse : byte
{
    /// <summary>At most half.</summary>
    Free,

    /// <summary>More than half.</summary>
    Crowded,

    /// <summary>More than all.</summary>
    Over,
}
