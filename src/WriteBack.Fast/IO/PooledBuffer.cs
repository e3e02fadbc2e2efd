using System.Buffers;
using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>
/// A growing buffer over a pooled array, which it keeps until <see cref="Release"/>, and of which every size is in bytes. What
/// was got of its memory is valid until the next call that grows or releases it. Not thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int SmallestArray = 4_096;

    private byte[] _array = [];

    /// <summary>How many bytes were written.</summary>
    internal int Length { get; private set; }

    /// <summary>What was written.</summary>
    internal ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>What was written, which may be changed in place.</summary>
    public Span<byte> WrittenSpan => _array.AsSpan(0, Length);

    /// <summary>Forgets what was written last. The array is kept.</summary>
    /// <param name="length">How many bytes stay.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Makes bytes written that were put into what <see cref="GetSpan"/> or <see cref="GetMemory"/> gave.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for so many.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Length), nameof(count));
        Length += count;
    }

    /// <summary>The free room after what was written, grown when it has to be. Its content is undefined.</summary>
    /// <param name="sizeHint">How large it has to be at least; 0 for any size above 0.</param>
    /// <exception cref="OverflowException">The buffer would have 2 GiB or more.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Length);
    }

    /// <inheritdoc cref="GetMemory"/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <summary>Gives the array back to its pool. The buffer is empty, and may be used again.</summary>
    public void Release()
    {
        byte[] array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
    }

    private void Reserve(int sizeHint)
    {
        int size = Math.Max(sizeHint, 1);
        if (_array.Length - Length >= size)
            return;

        long doubled = Math.Min(2L * _array.Length, Array.MaxLength);
        int needed = checked(Length + size);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(Math.Max(needed, doubled), SmallestArray));
        WrittenSpan.CopyTo(larger);
        byte[] outgrown = _array;
        _array = larger;
        if (outgrown.Length > 0)
            ArrayPool<byte>.Shared.Return(outgrown);
    }
}
