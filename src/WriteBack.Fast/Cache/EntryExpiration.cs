using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Time to live. An entry expires when it is clean and its time has passed: one that the store does not have yet is stored
// first. To a reader it is absent from then on. It leaves when somebody asks to load it, or when the sweep comes by; a
// write makes it a live entry again, in its place.

/// <summary>When the entries of one shard expire.</summary>
/// <param name="clock">The clock, or null when entries never expire.</param>
/// <param name="slots">The shard's slots.</param>
internal sealed class EntryExpiration(ExpiryClock? clock, int slots)
{
    // Apart from the slots, where few caches have a use for it; changed and read under a slot's sequence like what is in it.
    private readonly uint[] _deadlines = clock is null ? [] : new uint[slots];

    /// <summary>Memory in use.</summary>
    public long Bytes => _deadlines.Length * (long)sizeof(uint);

    /// <summary>Whether entries may expire.</summary>
    public bool IsOn => clock is not null;

    /// <summary>Whether what was read from a slot has expired.</summary>
    /// <param name="header">The slot's header.</param>
    /// <param name="index">The slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasExpired(in SlotHeader header, int index) =>
        clock is not null && !header.IsPinned && clock.IsPast(_deadlines[index]);

    /// <summary>Begins the time of a locked slot anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Renew(int index)
    {
        if (clock is not null)
            _deadlines[index] = clock.Deadline;
    }
}
