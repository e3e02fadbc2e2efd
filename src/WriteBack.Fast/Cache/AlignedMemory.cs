using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>
/// Zeroed bytes that begin on a cache line and never move. A pinned array and not native memory, so nothing is freed by
/// hand; but nothing else than this struct keeps it alive, so whoever uses a reference into it must keep this reachable.
/// </summary>
internal readonly unsafe struct AlignedMemory
{
    public const int CacheLine = 64;

    private readonly byte[] _bytes;

    public AlignedMemory(int length)
    {
        _bytes = GC.AllocateArray<byte>(checked(length + CacheLine - 1), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        Start = (byte*)(address + (-address & (CacheLine - 1)));
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(nint offset) => ref Start[offset];
}
