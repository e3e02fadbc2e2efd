using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace WriteBack.Fast;

/// <summary>
/// Slots, or a part of them. Without references in key and value they lie in aligned, pinned memory, so that a small entry takes one
/// cache line. Otherwise they lie in an array that the garbage collector scans.
/// </summary>
internal readonly unsafe struct SlotArray<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    // At most four fields: the JIT keeps the fields of a copy in registers only up to that number.
    private readonly Array _memory;
    private readonly byte* _start;
    private readonly nuint _first;

    /// <summary>Makes free slots.</summary>
    public SlotArray(long length)
    {
        Length = (nuint)length;
        if (HasReferences)
        {
            _memory = new Slot<TKey, TValue>[length];
            return;
        }

        var memory = new AlignedMemory(length * Stride);
        _memory = memory.Lines;
        _start = memory.Start;
    }

    private SlotArray(SlotArray<TKey, TValue> all, nuint first, nuint length)
    {
        this = all;
        Length = length;
        _first = all._first + first;
        _start = all._start + first * (nuint)Stride;
    }

    public nuint Length { get; }

    private static bool HasReferences => RuntimeHelpers.IsReferenceOrContainsReferences<Slot<TKey, TValue>>();

    /// <summary>Bytes from one slot to the next.</summary>
    public static int Stride => HasReferences ? Unsafe.SizeOf<Slot<TKey, TValue>>() : (Unsafe.SizeOf<Slot<TKey, TValue>>() + 15) & ~15;

    /// <summary>A part of the slots.</summary>
    public SlotArray<TKey, TValue> Part(nuint first, nuint length) => new(this, first, length);

    /// <summary>A slot by its index, which is not checked.</summary>
    public ref Slot<TKey, TValue> this[nuint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (HasReferences)
                return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<Slot<TKey, TValue>[]>(_memory)), _first + index);
            return ref Unsafe.AsRef<Slot<TKey, TValue>>(_start + index * (nuint)Stride);
        }
    }

    /// <summary>Has the processor prefetch a slot, if slots have fixed addresses. The index is not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(nuint index)
    {
        if (Sse.IsSupported && !HasReferences)
            Sse.Prefetch0(_start + index * (nuint)Stride);
    }
}
