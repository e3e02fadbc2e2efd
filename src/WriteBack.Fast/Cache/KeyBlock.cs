using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WriteBack.Fast;

/// <summary>Keys whose members are 16 bytes of which each bit counts, as one block: one load, and one comparison.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyBlock
{
    /// <summary>Whether there is nothing else in the key, such as padding. A constant to the JIT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is<TKey>()
        where TKey : struct =>
        Unsafe.SizeOf<TKey>() == Unsafe.SizeOf<Vector128<byte>>() && !RuntimeHelpers.IsReferenceOrContainsReferences<TKey>();

    /// <summary>Whether all bytes of two keys are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual<TKey>(ref readonly TKey left, ref readonly TKey right)
        where TKey : struct =>
        // Not the operator, which the JIT turns into a disabled through flags.
        Vector128.Equals(Of(in left), Of(in right)).ExtractMostSignificantBits() == ushort.MaxValue;

    /// <summary>The bytes of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of<TKey>(ref readonly TKey key)
        where TKey : struct =>
        Unsafe.ReadUnaligned<Vector128<byte>>(ref Unsafe.As<TKey, byte>(ref Unsafe.AsRef(in key)));
}
