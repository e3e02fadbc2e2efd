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
    private readonly AlignedMemory _unmanaged;
    private readonly Slot<TKey, TValue>[] _managed;
    private readonly byte* _start;

    public SlotArray(int length)
    {
        Length = (nuint)length;
        if (HasReferences)
        {
            _managed = new Slot<TKey, TValue>[length];
        }
        else
        {
            _unmanaged = new AlignedMemory(checked(length * Stride));
            _start = _unmanaged.Start;
            _managed = [];
        }
    }

    public nuint Length { get; }

    private static bool HasReferences => RuntimeHelpers.IsReferenceOrContainsReferences<Slot<TKey, TValue>>();

    /// <summary>Bytes from one slot to the next.</summary>
    public static int Stride => HasReferences ? Unsafe.SizeOf<Slot<TKey, TValue>>() : (Unsafe.SizeOf<Slot<TKey, TValue>>() + 15) & ~15;

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
