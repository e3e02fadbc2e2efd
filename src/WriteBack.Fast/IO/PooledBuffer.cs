using System.Buffers;

namespace WriteBack.Fast;

/// <summary>A growing buffer over a pooled array, which it keeps until <see cref="Release"/>. Not thread-safe.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int SmallestArray = 4_096;

    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    public Span<byte> WrittenSpan => _array.AsSpan(0, Length);

    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Length), nameof(count));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Length);
    }

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
