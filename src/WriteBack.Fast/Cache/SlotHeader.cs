using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// Eight bytes, of which a reader learns all by one load: how many reads the processor overlaps depends above all on how many
// loads and registers each of them takes.
//
//   byte   0 … 3      4       5          6          7
//          Sequence   Flags   Priority   Attempts   Use

/// <summary>What is known of a slot beside its key and value.</summary>
[StructLayout(LayoutKind.Explicit, Size = sizeof(ulong))]
internal partial struct SlotHeader
{
    public const byte MaxFrequency = 3;

    // What the byte of uses is where there is none, so that the most of them has the word's uppermost bit.
    private const byte NoUse = 0x80 - MaxFrequency;

    [FieldOffset(0)]
    public uint Sequence;

    [FieldOffset(4)]
    public SlotFlags Flags;

    [FieldOffset(5)]
    public FlushPriority Priority;

    /// <summary>How often the store has refused the value that is dirty or in flight.</summary>
    [FieldOffset(6)]
    public byte Attempts;

    // Alone in its byte, since readers raise it without a lock.
    [FieldOffset(7)]
    private byte _use;

    [FieldOffset(0)]
    private ulong _word;

    /// <summary>Recent reads, saturating.</summary>
    public byte Frequency
    {
        readonly get => (byte)Math.Max(0, _use - NoUse);
        set => _use = (byte)(NoUse + value);
    }

    /// <summary>Notes a use of what was seen. Racy on purpose: a lost use does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(Seen seen)
    {
        if (seen.IsRare)
            _use = (byte)(seen.Use + 1);
    }

    /// <summary>All of it at one moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Seen Read(ref SlotHeader header) =>
        // Acquire: pairs with the release in SlotLock.Release.
        new(Volatile.Read(ref header._word));

    /// <summary>Gives a slot back that was clean and has been written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LeaveDirty(ref SlotHeader header, Seen seen, FlushPriority priority) =>
        // Release: pairs with the acquires in Read and SlotLock.ReadStable. A use that a reader notes meanwhile may be lost.
        Volatile.Write(ref header._word, seen.Dirtied(priority));

    /// <summary>A copy, in one register.</summary>
    /// <param name="word">The eight bytes.</param>
    public readonly struct Seen(ulong word)
    {
        private const int FlagsShift = 32;
        private const int PriorityShift = 40;
        private const int AttemptsShift = 48;
        private const int UseShift = 56;

        /// <summary>The sequence or, where a writer was inside, one that it will never be again.</summary>
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

        /// <summary>Whether one more use is to be noted.</summary>
        public bool IsRare
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (long)word >= 0;
        }

        /// <summary>Whether it is live, and nothing else: clean, and in no ring.</summary>
        public bool IsCleanAndUnqueued
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (SlotFlags)(word >> FlagsShift) == SlotFlags.Live;
        }

        public bool IsLive
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (word & ((ulong)SlotFlags.Live << FlagsShift)) != 0;
        }

        /// <summary>What it becomes when a clean entry is written and has its place in a ring.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Dirtied(FlushPriority priority)
        {
            ulong state = (ulong)(SlotFlags.Live | SlotFlags.Dirty | priority.QueuedFlag) | ((ulong)priority << (PriorityShift - FlagsShift));
            ulong use = (word >> UseShift) + (IsRare ? 1UL : 0);
            return (use << UseShift) | (state << FlagsShift) | (Sequence + 2);
        }

        /// <summary>Whether a live entry is dirty with a priority and was never refused, so that a write with it changes no more than its value.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsDirty(FlushPriority priority)
        {
            const SlotFlags flags = SlotFlags.Live | SlotFlags.Dirty;
            const ulong compared = ((ulong)flags << FlagsShift) | (0xFFUL << PriorityShift) | (0xFFUL << AttemptsShift);
            return (word & compared) >> FlagsShift == ((ulong)flags | ((ulong)priority << (PriorityShift - FlagsShift)));
        }
    }
}
