using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Copies a value word by word, and not by a vector as an assignment does.</summary>
/// <remarks>
/// A caller has mostly made its value just before, member by member. The processor can hand what is being stored to a load
/// that asks for the same or less; a vector's load of several stores has to wait until they have reached the cache.
/// </remarks>
internal static class WordCopy
{
    private const int MostWords = 8;

    /// <summary>Copies, by an assignment where words would not do: with references, or if it takes many.</summary>
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

        // Unrolled by hand: all conditions are constants to the JIT, which would not unroll a loop of so many.
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
