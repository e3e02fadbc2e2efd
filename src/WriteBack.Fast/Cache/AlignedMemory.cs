using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>
/// Zeroed bytes that begin on a cache line and never move. A pinned array and not native memory: references into it
/// keep it alive, so nothing is freed by hand and nothing can be used after its end.
/// </summary>
internal readonly struct AlignedMemory
{
    public const int CacheLine = 64;

    private readonly byte[] _bytes;
    private readonly nint _offset;

    public AlignedMemory(int length)
    {
        _bytes = GC.AllocateArray<byte>(checked(length + CacheLine - 1), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        _offset = -address & (CacheLine - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(nint offset) => ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_bytes), _offset + offset);
}
