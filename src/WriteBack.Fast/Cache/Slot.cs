using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// One resident entry. `Sequence` is a seqlock and the slot's write lock in one: odd while a writer is inside, raised by
// two for each writer that was inside. Whatever else a slot holds may change only while it is odd.
//
//   Flags   7      6     5        4      3           2          1       0
//        Awaited | Low | Normal | High | Tombstone | InFlight | Dirty | Live
//        `- has a place in the ring of awaited entries, or of that priority
//
// An entry is live or a tombstone; a slot that is neither is free. SlotHeader.Transitions.cs has the states, and each
// transition as a method.
//
// A queued bit outlives even the entry: it says that the ring holds this slot's index, and only the drainer, which takes
// the index out, clears it. So an index is in each ring at most once, and a ring as large as the table never overflows.

/// <summary>One entry of the table, with its header.</summary>
internal struct Slot<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    public SlotHeader Header;

    /// <summary>The sequence in the log of the write that is dirty or in flight.</summary>
    public long Logged;

    public TKey Key;
    public TValue Value;

    [UnscopedRef]
    public ref uint Sequence => ref Header.Sequence;

    [UnscopedRef]
    public ref SlotFlags Flags => ref Header.Flags;

    public readonly FlushPriority Priority => Header.Priority;

    [UnscopedRef]
    public ref byte Attempts => ref Header.Attempts;

    public byte Frequency
    {
        readonly get => Header.Frequency;
        set => Header.Frequency = value;
    }

    public readonly bool IsPinned => Header.IsPinned;

    /// <summary>Counts a use and copies the value.</summary>
    /// <returns>Whether the copy is untorn: no writer has been inside since the header was seen.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(SlotHeader.Seen seen, out TValue value)
    {
        Header.Touch(seen);
        value = Value;
        return SlotLock.IsUnchanged(ref Sequence, seen.Sequence);
    }

    /// <summary>Counts a use. The race is deliberate: a lost count does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch()
    {
        if (Frequency < SlotHeader.MaxFrequency)
            Frequency++;
    }
}

[Flags]
internal enum SlotFlags : byte
{
    None = 0,
    Live = 1 << 0,
    Dirty = 1 << 1,
    InFlight = 1 << 2,
    Tombstone = 1 << 3,
    QueuedHigh = 1 << 4,
    QueuedNormal = 1 << 5,
    QueuedLow = 1 << 6,
    QueuedAwaited = 1 << 7,

    Occupied = Live | Tombstone,
    Queued = QueuedHigh | QueuedNormal | QueuedLow | QueuedAwaited,
}

internal static class SlotFlagsExtensions
{
    extension(FlushPriority priority)
    {
        /// <summary>The bit of a slot that has a place in the ring of this priority.</summary>
        public SlotFlags QueuedFlag => (SlotFlags)(8 << (int)priority);
    }

    /// <summary>The bit of a slot that has a place in the ring of a lane.</summary>
    public static SlotFlags QueuedIn(int lane) => (SlotFlags)((int)SlotFlags.QueuedHigh << lane);
}
