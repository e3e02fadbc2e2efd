using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Copies a value word by word. An assignment would copy it by vector instructions.</summary>
/// <remarks>
/// A caller has often just stored the value member by member. The processor forwards a pending store to a load of at most the
/// same width. A vector load that spans several pending stores waits until they have reached the cache.
/// </remarks>
internal static class WordCopy
{
    private const int MostWords = 8;

    /// <summary>Copies small values without references word by word, and any other value by an assignment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Assign<T>(ref T to, in T from)
    {
        int words = Unsafe.SizeOf<T>() / sizeof(ulong);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() || words > MostWords || Unsafe.SizeOf<T>() % sizeof(ulong) != 0)
        {
            to = from;
            return;
        }

        ref ulong target = ref Unsafe.As<T, ulong>(ref to);
        ref ulong source = ref Unsafe.As<T, ulong>(ref Unsafe.AsRef(in from));

        // Unrolled by hand: the JIT folds these constant conditions, but does not unroll a loop of this length.
        if (words > 0)
            target = source;
        if (words > 1)
            Unsafe.Add(ref target, 1) = Unsafe.Add(ref source, 1);
        if (words > 2)
            Unsafe.Add(ref target, 2) = Unsafe.Add(ref source, 2);
        if (words > 3)
            Unsafe.Add(ref target, 3) = Unsafe.Add(ref source, 3);
        if (words > 4)
            Unsafe.Add(ref target, 4) = Unsafe.Add(ref source, 4);
        if (words > 5)
            Unsafe.Add(ref target, 5) = Unsafe.Add(ref source, 5);
        if (words > 6)
            Unsafe.Add(ref target, 6) = Unsafe.Add(ref source, 6);
        if (words > 7)
            Unsafe.Add(ref target, 7) = Unsafe.Add(ref source, 7);
    }
}
