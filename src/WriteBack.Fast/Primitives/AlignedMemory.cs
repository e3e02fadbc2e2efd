using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WriteBack.Fast;

/// <summary>
/// Zeroed bytes that begin on a cache line and never move. A pinned array and not native memory, so nothing is freed by
/// hand; but nothing else than this struct keeps it alive, so whoever uses a reference into it must keep this reachable.
/// </summary>
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

    /// <summary>What the memory is: it lives as long as this is reachable.</summary>
    public Line[] Lines { get; }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(nint offset) => ref Start[offset];

    // So that random accesses find their pages in the processor's tables. Only a hint: a kernel that refuses does no harm.
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

    /// <summary>The unit, as an array may have more of them than it may have bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = CacheLine)]
    public readonly struct Line;
}
