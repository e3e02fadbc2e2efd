namespace WriteBack.Fast;

// CLOCK with saturating counts: reads raise a slot's frequency to at most 3, the hand lowers it, and takes the first
// clean entry that it finds at 0. Bounded: after one lap per step of the frequency it takes any clean entry, since readers
// may have raised them all again meanwhile.

/// <summary>Chooses which clean entry of a shard makes room.</summary>
internal struct EvictionPolicy
{
    private const byte MaxFrequency = 3;

    private int _hand;

    /// <summary>Notes a read. Racy on purpose: a lost count does no harm.</summary>
    public static void Touch(ref byte frequency)
    {
        if (frequency < MaxFrequency)
            frequency++;
    }

    /// <summary>Finds a victim and takes its lock. Needs the shard's lock.</summary>
    /// <param name="table">The shard's table.</param>
    /// <param name="index">The victim's slot.</param>
    /// <param name="taken">What to release its lock with.</param>
    /// <returns><see langword="false"/> when no entry is clean.</returns>
    public bool TryLockVictim<TKey, TValue, TTraits>(in SlotTable<TKey, TValue, TTraits> table, out int index, out uint taken)
        where TKey : struct
        where TValue : notnull
        where TTraits : struct, ICacheTraits<TKey>
    {
        for (long steps = (long)table.Length * (MaxFrequency + 1); steps > 0; steps--)
        {
            index = _hand;
            _hand = index + 1 == table.Length ? 0 : index + 1;
            ref var slot = ref table[index];
            if ((slot.Flags & SlotFlags.Occupied) == 0 || slot.IsPinned)
                continue;
            if (slot.Frequency > 0 && steps > table.Length)
            {
                slot.Frequency--;
                continue;
            }

            taken = SlotLock.Take(ref slot.Sequence);
            if (!slot.IsPinned)
                return true;
            SlotLock.Release(ref slot.Sequence, taken);
        }

        index = -1;
        taken = 0;
        return false;
    }
}
