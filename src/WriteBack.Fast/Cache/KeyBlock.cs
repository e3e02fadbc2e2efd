using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WriteBack.Fast.Internals;

/// <summary>
/// Keys whose members are 16 bytes of which each bit counts, as one block: one load, and one comparison. Nothing throws or
/// allocates. Thread-safe.
/// </summary>
/// <remarks>
/// The caller has asked <see cref="Is"/> first, and knows that equal members have equal bits: neither a float nor a reference
/// is among them.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyBlock
{
    /// <summary>Whether a key is 16 bytes without a reference, so that its members leave no room for padding. A constant to the JIT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is<TKey>()
        where TKey : struct =>
        Unsafe.SizeOf<TKey>() == Unsafe.SizeOf<Vector128<byte>>() && !RuntimeHelpers.IsReferenceOrContainsReferences<TKey>();

    /// <summary>Whether all bytes of two keys are equal.</summary>
    /// <param name="left">A key for which <see cref="Is"/> is true.</param>
    /// <param name="right">Another.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual<TKey>(ref readonly TKey left, ref readonly TKey right)
        where TKey : struct =>
        // The JIT compiles the equality operator to a detour through the flags; the mask avoids it.
        Vector128.Equals(Of(in left), Of(in right)).ExtractMostSignificantBits() == ushort.MaxValue;

    /// <summary>The bytes of a key, as they lie in memory.</summary>
    /// <param name="key">A key for which <see cref="Is"/> is true; for a smaller one, bytes beyond it are read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of<TKey>(ref readonly TKey key)
        where TKey : struct =>
        Unsafe.ReadUnaligned<Vector128<byte>>(ref Unsafe.As<TKey, byte>(ref Unsafe.AsRef(in key)));
}
