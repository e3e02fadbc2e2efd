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
//
// Releases come once per stored entry, from another thread. So that writers need not fetch the counter each time, they read
// a copy that is renewed once per batch. It is never ahead, as releases only grow; only if by the copy more than half of
// the allowance is used do they read the counter itself.

/// <summary>The pinned entries of one shard, dirty or in flight, and how many it may have.</summary>
internal sealed class DirtyQuota
{
    private readonly DirtyRing _high;
    private readonly DirtyRing _normal;
    private readonly DirtyRing _low;
    private Counters _counters;

    /// <summary>Makes a shard's part of the quota.</summary>
    /// <param name="rings">The shard's rings. Each claim in them pins an entry until its release.</param>
    /// <param name="allowance">The initial allowance.</param>
    public DirtyQuota(DirtyRing[] rings, long allowance)
    {
        (_high, _normal, _low) = (rings[FlushPriority.High.Lane], rings[FlushPriority.Normal.Lane], rings[FlushPriority.Low.Lane]);
        _counters.Allowance = allowance;
    }

    /// <summary>The number of pinned entries. It is never too low, and too high while claims are being made or undone.</summary>
    public long Pinned
    {
        get
        {
            // Releases are read first: they only grow, and each follows its claim. Acquire: pairs with the add in Release.
            long released = Volatile.Read(ref _counters.Released);
            return Claimed - released;
        }
    }

    /// <summary>The part of the allowance that the claims made so far use.</summary>
    public QuotaUse Use
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // Acquire: pairs with the release in ShowReleases.
            long shown = Volatile.Read(ref _counters.Shown);
            return Claimed - shown <= DirtyQuotaPool.FreeOf(Volatile.Read(ref _counters.Allowance)) ? QuotaUse.Free : ExactUse();
        }
    }

    /// <summary>Whether the claims made so far are within the allowance.</summary>
    public bool IsWithin => ExactUse() != QuotaUse.Over;

    // Acquire: the tails and Unseen pair with the increments of the claims.
    private long Claimed => _high.Tail + _normal.Tail + _low.Tail + Volatile.Read(ref _counters.Unseen);

    /// <summary>Releases claims.</summary>
    // Full fence: pairs with the acquire in Pinned.
    public void Release(long claims) => Interlocked.Add(ref _counters.Released, claims);

    /// <summary>Renews the copy that writers read.</summary>
    public void ShowReleases() =>
        // Release: pairs with the acquire in Use. A slower worker may set the copy back a little, which does no harm.
        Volatile.Write(ref _counters.Shown, Volatile.Read(ref _counters.Released));

    /// <summary>Makes a claim that takes no new place in a ring, since a stale place serves.</summary>
    // Full fence: pairs with that in Lend, as the claim of a place does.
    public void ClaimUnseen() => Interlocked.Increment(ref _counters.Unseen);

    /// <summary>Lends up to half of the spare allowance. For use under the lock of <see cref="DirtyQuotaPool"/>.</summary>
    /// <returns>The entries lent.</returns>
    public long Lend()
    {
        long spare = Volatile.Read(ref _counters.Allowance) - Pinned;
        if (spare <= 0)
            return 0;
        long lent = (spare + 1) / 2;
        // Full fence: pairs with that of the writers' claims (Dekker, above).
        long lowered = Interlocked.Add(ref _counters.Allowance, -lent);
        long over = Math.Min(lent, Pinned - lowered);
        if (over > 0)
        {
            Interlocked.Add(ref _counters.Allowance, over);
            lent -= over;
        }

        return lent;
    }

    /// <summary>Adds what another shard has lent to the allowance.</summary>
    public void Borrow(long lent) => Interlocked.Add(ref _counters.Allowance, lent);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private QuotaUse ExactUse()
    {
        ShowReleases();
        long pinned = Pinned;
        // The caller's claim is a full fence before this read; it pairs with that in Lend.
        long allowance = Volatile.Read(ref _counters.Allowance);
        return pinned <= DirtyQuotaPool.FreeOf(allowance) ? QuotaUse.Free : pinned <= allowance ? QuotaUse.Tight : QuotaUse.Over;
    }

    // Away from the producers' cache lines. The count that changes once per entry is apart from those that change once a batch.
    [StructLayout(LayoutKind.Explicit, Size = 4 * AlignedMemory.CacheLine)]
    private struct Counters
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public long Released;

        [FieldOffset(3 * AlignedMemory.CacheLine)]
        public long Shown;

        [FieldOffset(3 * AlignedMemory.CacheLine + 8)]
        public long Allowance;

        [FieldOffset(3 * AlignedMemory.CacheLine + 16)]
        public long Unseen;
    }
}

internal enum QuotaUse : byte
{
    /// <summary>At most half of the allowance.</summary>
    Free,

    /// <summary>More than half of the allowance.</summary>
    Tight,

    /// <summary>More than the allowance.</summary>
    Over,
}
