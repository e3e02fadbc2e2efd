using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WriteBack.Fast;

/// <summary>Zeroed bytes that begin on a cache line and never move. They live as long as the struct's array is reachable.</summary>
/// <remarks>
/// The memory is a pinned array, so the garbage collector frees it. References into the memory do not keep the array alive:
/// the user of one must keep <see cref="Lines"/> reachable.
/// </remarks>
internal readonly unsafe partial struct AlignedMemory
{
    public const int CacheLine = 64;

    private const int HugePage = 1 << 21;

    public AlignedMemory(long length)
    {
        Lines = GC.AllocateArray<Line>(checked((int)((length + CacheLine - 1) / CacheLine) + 1), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(Lines, 0);
        Start = (byte*)(address + (-address & (CacheLine - 1)));
        if (OperatingSystem.IsLinux() && length >= 2 * HugePage)
            AdviseHugePages(address, (nint)length);
    }

    /// <summary>The array that holds the memory and keeps it alive.</summary>
    public Line[] Lines { get; }

    /// <summary>The address of the first byte.</summary>
    public byte* Start { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(nint offset) => ref Start[offset];

    // Huge pages save misses of the translation buffer at random accesses. The advice is a hint: a kernel may refuse it.
    [SupportedOSPlatform("linux")]
    private static void AdviseHugePages(nint address, nint length)
    {
        const int advice = 14; // MADV_HUGEPAGE
        nint first = (address + HugePage - 1) & -HugePage;
        nint end = (address + length) & -HugePage;
        _ = Advise(first, (nuint)(end - first), advice);
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);

    /// <summary>One cache line. The array's unit is a line, since the length of an array is limited by elements, not by bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = CacheLine)]
    public readonly struct Line;
}
