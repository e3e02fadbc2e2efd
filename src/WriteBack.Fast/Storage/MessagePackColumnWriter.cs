using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// With a log, a write is serialised on its caller's thread. MessagePackWriter calls IBufferWriter for each number and takes several
// times as long as this encoder.

/// <summary>
/// Encodes columns as the elements of a MessagePack array, without loss. The owner must call <see cref="Flush"/> at the end.
/// </summary>
internal ref struct MessagePackColumnWriter(PooledBuffer buffer, MessagePackSerializerOptions options) : IColumnWriter
{
    public const int GuidSize = 16;
    public const int DecimalSize = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Span<byte> _free = buffer.GetSpan();
    private int _used;

    /// <summary>Counts the encoded bytes as written to the buffer.</summary>
    public void Flush()
    {
        buffer.Advance(_used);
        _free = [];
        _used = 0;
    }

    public void WriteArrayHeader(int count)
    {
        if (count <= MessagePackRange.MaxFixArrayCount)
            Reserve(1)[0] = (byte)(MessagePackCode.MinFixArray | count);
        else
            WriteHead(MessagePackCode.Array32, (uint)count);
    }

    public void WriteNull() => Reserve(1)[0] = MessagePackCode.Nil;

    public void WriteBoolean(bool value) => Reserve(1)[0] = value ? MessagePackCode.True : MessagePackCode.False;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64(long value)
    {
        if (value >= MessagePackRange.MinFixNegativeInt && value <= MessagePackRange.MaxFixPositiveInt)
            Reserve(1)[0] = (byte)value;
        else
            WriteWide(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt64(ulong value)
    {
        if (value <= long.MaxValue)
            WriteInt64((long)value);
        else
            BinaryPrimitives.WriteUInt64BigEndian(ReserveWith(MessagePackCode.UInt64, sizeof(ulong)), value);
    }

    public void WriteSingle(float value) =>
        BinaryPrimitives.WriteSingleBigEndian(ReserveWith(MessagePackCode.Float32, sizeof(float)), value);

    public void WriteDouble(double value) =>
        BinaryPrimitives.WriteDoubleBigEndian(ReserveWith(MessagePackCode.Float64, sizeof(double)), value);

    public void WriteDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var bytes = ReserveBinary(DecimalSize);
        for (int i = 0; i < parts.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], parts[i]);
    }

    public void WriteChar(char value) => WriteInt64(value);

    // A string with half a surrogate pair has no UTF-8 form. It is written as UTF-16 bytes, without loss.
    public void WriteString(string value)
    {
        int byteCount;
        try
        {
            byteCount = StrictUtf8.GetByteCount(value);
        }
        catch (EncoderFallbackException)
        {
            WriteBytes(MemoryMarshal.AsBytes(value.AsSpan()));
            return;
        }

        if (byteCount <= MessagePackRange.MaxFixStringLength)
            Reserve(1)[0] = (byte)(MessagePackCode.MinFixStr | byteCount);
        else
            WriteHead(MessagePackCode.Str32, (uint)byteCount);
        StrictUtf8.GetBytes(value, Reserve(byteCount));
    }

    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(ReserveBinary(value.Length));

    public void WriteGuid(Guid value) => value.TryWriteBytes(ReserveBinary(GuidSize), bigEndian: true, out _);

    public void WriteDateTime(DateTime value) => WriteInt64(value.ToBinary());

    public void WriteDateTimeOffset(DateTimeOffset value)
    {
        WriteArrayHeader(2);
        WriteInt64(value.Ticks);
        WriteInt64(value.TotalOffsetMinutes);
    }

    public void WriteTimeSpan(TimeSpan value) => WriteInt64(value.Ticks);

    public void WriteDateOnly(DateOnly value) => WriteInt64(value.DayNumber);

    public void WriteTimeOnly(TimeOnly value) => WriteInt64(value.Ticks);

    public void WriteObject<T>(T value)
    {
        Flush();
        var writer = new MessagePackWriter(buffer);
        MessagePackColumn.Write(ref writer, value, options);
        writer.Flush();
        _free = buffer.GetSpan();
    }

    // There is no 16-bit case: few numbers need it, and each width costs a branch.
    private void WriteWide(long value)
    {
        if (value == (int)value)
            BinaryPrimitives.WriteInt32BigEndian(ReserveWith(MessagePackCode.Int32, sizeof(int)), (int)value);
        else
            BinaryPrimitives.WriteInt64BigEndian(ReserveWith(MessagePackCode.Int64, sizeof(long)), value);
    }

    private void WriteHead(byte code, uint length) =>
        BinaryPrimitives.WriteUInt32BigEndian(ReserveWith(code, sizeof(uint)), length);

    private Span<byte> ReserveBinary(int length)
    {
        if (length <= byte.MaxValue)
            ReserveWith(MessagePackCode.Bin8, 1)[0] = (byte)length;
        else
            WriteHead(MessagePackCode.Bin32, (uint)length);
        return Reserve(length);
    }

    private Span<byte> ReserveWith(byte code, int length)
    {
        var bytes = Reserve(1 + length);
        bytes[0] = code;
        return bytes[1..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int length)
    {
        if (_free.Length - _used < length)
            Grow(length);
        var bytes = _free.Slice(_used, length);
        _used += length;
        return bytes;
    }

    private void Grow(int length)
    {
        Flush();
        _free = buffer.GetSpan(length);
    }
}
