using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// Eight bytes, which a reader loads at once: the number of reads that the processor overlaps depends mostly on how many loads and
// registers each read takes.
//
//   byte   0 … 3      4       5          6          7
//          Sequence   Flags   Priority   Attempts   Use

/// <summary>The state of a slot, apart from its key and value.</summary>
[StructLayout(LayoutKind.Explicit, Size = sizeof(ulong))]
internal partial struct SlotHeader
{
    public const byte MaxFrequency = 3;

    // The value of the use byte for no uses. It is chosen so that the byte of MaxFrequency uses sets the word's uppermost bit.
    private const byte NoUse = 0x80 - MaxFrequency;

    [FieldOffset(0)]
    public uint Sequence;

    [FieldOffset(4)]
    public SlotFlags Flags;

    // The priority of the dirty write, and the bit of a reserved entry, so that one comparison of the fast path finds both.
    [FieldOffset(5)]
    private byte _priority;

    /// <summary>The number of times that the store has refused the value that is dirty or in flight.</summary>
    [FieldOffset(6)]
    public byte Attempts;

    // A byte of its own, since readers raise it without a lock.
    [FieldOffset(7)]
    private byte _use;

    // Flags and priority, so that one test finds several bits of both.
    [FieldOffset(4)]
    private ushort _state;

    [FieldOffset(0)]
    private ulong _word;

    /// <summary>The priority of the write that is dirty or in flight.</summary>
    public readonly FlushPriority Priority => (FlushPriority)(_priority & ~Reserved);

    /// <summary>The number of recent reads, up to <see cref="MaxFrequency"/>.</summary>
    public byte Frequency
    {
        readonly get => (byte)Math.Max(0, _use - NoUse);
        set => _use = (byte)(NoUse + value);
    }

    /// <summary>Counts a use of the slot whose header was seen. The race is deliberate: a lost count does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(Seen seen)
    {
        if (seen.IsRare)
            _use = (byte)(seen.Use + 1);
    }

    /// <summary>Reads the whole header at one moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Seen Read(ref SlotHeader header) =>
        // Acquire: pairs with the releases in SlotLock.Release and LeaveDirty.
        new(Volatile.Read(ref header._word));

    /// <summary>Releases the slot of a clean entry that has been written, and makes the entry dirty, by one store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LeaveDirty(ref SlotHeader header, Seen seen, FlushPriority priority) =>
        // Release: pairs with the acquires in Read and SlotLock.ReadStable. A use that a reader counts meanwhile may be lost.
        Volatile.Write(ref header._word, seen.Dirtied(priority));

    /// <summary>A copy of a header, in one register.</summary>
    /// <param name="word">The header's eight bytes.</param>
    public readonly struct Seen(ulong word)
    {
        private const int FlagsShift = 32;
        private const int PriorityShift = 40;
        private const int AttemptsShift = 48;
        private const int UseShift = 56;

        /// <summary>The sequence. If a writer was inside, a sequence that the slot never has again, so that comparisons fail.</summary>
        public uint Sequence
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (uint)word & ~SlotLock.Taken;
        }

        public byte Use
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (byte)(word >> UseShift);
        }

        /// <summary>Whether the count of uses is below its maximum.</summary>
        public bool IsRare
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (long)word >= 0;
        }

        /// <summary>Whether the slot has a live entry that is clean, has no place in a ring, and is not reserved.</summary>
        public bool IsCleanAndUnqueued
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ((uint)(word >> FlagsShift) & (byte.MaxValue | (Reserved << (PriorityShift - FlagsShift)))) == (uint)SlotFlags.Live;
        }

        public bool IsLive
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (word & ((ulong)SlotFlags.Live << FlagsShift)) != 0;
        }

        /// <summary>The header's word once the clean entry is written, dirty and queued, and the lock released.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Dirtied(FlushPriority priority)
        {
            ulong state = (ulong)(SlotFlags.Live | SlotFlags.Dirty | priority.QueuedFlag) | ((ulong)priority << (PriorityShift - FlagsShift));
            ulong use = (word >> UseShift) + (IsRare ? 1UL : 0);
            return (use << UseShift) | (state << FlagsShift) | (Sequence + 2);
        }

        /// <summary>Whether the entry is live, dirty with a priority, never refused, and not reserved. A write of that priority then
        /// changes only the value.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsDirty(FlushPriority priority)
        {
            const SlotFlags flags = SlotFlags.Live | SlotFlags.Dirty;
            const ulong compared = ((ulong)flags << FlagsShift) | (0xFFUL << PriorityShift) | (0xFFUL << AttemptsShift);
            return (word & compared) >> FlagsShift == ((ulong)flags | ((ulong)priority << (PriorityShift - FlagsShift)));
        }
    }
}
