using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Time to live. An entry expires once it is clean and its time has passed: a dirty entry is stored first. Reads treat an expired
// entry as absent. It leaves the table when its key is loaded, or when the sweep reaches it. A write makes it live again in its
// slot.

/// <summary>The deadlines of one shard's entries.</summary>
/// <param name="clock">The clock, or null when entries never expire.</param>
/// <param name="slots">The number of the shard's slots.</param>
internal sealed class EntryExpiration(ExpiryClock? clock, int slots)
{
    // Outside the slots, since few caches use deadlines. The slot's sequence guards its deadline as it guards the slot's content.
    private readonly uint[] _deadlines = clock is null ? [] : new uint[slots];

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _deadlines.Length * (long)sizeof(uint);

    /// <summary>Whether entries may expire.</summary>
    public bool IsOn => clock is not null;

    /// <summary>Whether the entry read from a slot has expired.</summary>
    /// <param name="header">The slot's header.</param>
    /// <param name="index">The slot's index.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasExpired(in SlotHeader header, int index) =>
        clock is not null && !header.IsPinned && clock.IsPast(_deadlines[index]);

    /// <summary>Starts the time to live of a locked slot again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew(int index)
    {
        if (clock is not null)
            _deadlines[index] = clock.Deadline;
    }
}
