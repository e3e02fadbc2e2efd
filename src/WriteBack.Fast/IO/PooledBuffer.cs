using System.Buffers;
using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>
/// A growing buffer over a pooled array. Sizes are in bytes. Memory it gave is valid until the next call that grows or releases it.
/// Not thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int SmallestArray = 4_096;

    private byte[] _array = [];

    /// <summary>The number of bytes written.</summary>
    internal int Length { get; private set; }

    /// <summary>The written bytes.</summary>
    internal ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>The written bytes. They may be changed in place.</summary>
    public Span<byte> WrittenSpan => _array.AsSpan(0, Length);

    /// <summary>Removes the last written bytes. The array is kept.</summary>
    /// <param name="length">The number of bytes that stay.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer bytes were written, or the number is negative.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Counts bytes as written that were put into the result of <see cref="GetSpan"/> or <see cref="GetMemory"/>.</summary>
    /// <param name="count">The number of bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The array has less free room, or the number is negative.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Length), nameof(count));
        Length += count;
    }

    /// <summary>Gets the free room after the written bytes, and grows the buffer if needed. The room's content is undefined.</summary>
    /// <param name="sizeHint">The least number of free bytes; 0 for any number above 0.</param>
    /// <returns>The free room.</returns>
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

    /// <summary>Returns the array to its pool. The buffer is empty afterwards and may be used again.</summary>
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
