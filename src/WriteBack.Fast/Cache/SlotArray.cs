using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace WriteBack.Fast;

/// <summary>
/// The slots of a table. Without references in key and value they lie in aligned, pinned bytes, so that a small entry
/// takes one cache line; otherwise in an array that the garbage collector scans.
/// </summary>
internal readonly unsafe struct SlotArray<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    // What an array can hold.
    private const long MostBytes = 1 << 30;

    private readonly AlignedMemory _unmanaged;
    private readonly Slot<TKey, TValue>[] _managed;
    private readonly byte* _start;

    public SlotArray(int length)
        : this(length, HasReferences ? default : new AlignedMemory(checked(length * Stride)))
    {
    }

    private SlotArray(int length, AlignedMemory unmanaged)
    {
        Length = (nuint)length;
        _unmanaged = unmanaged;
        _start = _unmanaged.Start;
        _managed = HasReferences ? new Slot<TKey, TValue>[length] : [];
    }

    public nuint Length { get; }

    private static bool HasReferences => RuntimeHelpers.IsReferenceOrContainsReferences<Slot<TKey, TValue>>();

    /// <summary>Bytes from one slot to the next.</summary>
    public static int Stride => HasReferences ? Unsafe.SizeOf<Slot<TKey, TValue>>() : (Unsafe.SizeOf<Slot<TKey, TValue>>() + 15) & ~15;

    /// <summary>Makes arrays of equal length, behind one another in huge pages if they fit into one piece of memory.</summary>
    public static SlotArray<TKey, TValue>[] MakeMany(int arrays, int length)
    {
        var many = new SlotArray<TKey, TValue>[arrays];
        long bytes = ((long)length * Stride + AlignedMemory.CacheLine - 1) & -AlignedMemory.CacheLine;
        bool isOnePiece = !HasReferences && bytes * arrays <= MostBytes;
        var all = isOnePiece ? new AlignedMemory((int)bytes * arrays) : default;
        for (int array = 0; array < arrays; array++)
            many[array] = isOnePiece ? new SlotArray<TKey, TValue>(length, all.From((nint)bytes * array)) : new SlotArray<TKey, TValue>(length);
        return many;
    }

    /// <summary>A slot. The index is not checked.</summary>
    public ref Slot<TKey, TValue> this[nuint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (HasReferences)
                return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_managed), index);
            return ref Unsafe.AsRef<Slot<TKey, TValue>>(_start + index * (nuint)Stride);
        }
    }

    /// <summary>Has the processor fetch a slot, if that is within the array and its place is fixed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(nuint index)
    {
        if (Sse.IsSupported && !HasReferences && index < Length)
            Sse.Prefetch0(_start + index * (nuint)Stride);
    }
}
