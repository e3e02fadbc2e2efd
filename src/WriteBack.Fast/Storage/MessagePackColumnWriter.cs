using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// Encodes columns as the elements of a MessagePack array, each so that it is read back exactly. The owner writes the
/// array's header before, and takes <see cref="Writer"/> back after.
/// </summary>
internal ref struct MessagePackColumnWriter(MessagePackWriter writer, MessagePackSerializerOptions options) : IColumnWriter
{
    public const int GuidSize = 16;
    public const int DecimalSize = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public MessagePackWriter Writer = writer;

    public void WriteNull() => Writer.WriteNil();

    public void WriteBoolean(bool value) => Writer.Write(value);

    public void WriteInt64(long value) => Writer.Write(value);

    public void WriteUInt64(ulong value) => Writer.Write(value);

    public void WriteSingle(float value) => Writer.Write(value);

    public void WriteDouble(double value) => Writer.Write(value);

    public void WriteDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Writer.WriteBinHeader(DecimalSize);
        var bytes = Writer.GetSpan(DecimalSize);
        for (int i = 0; i < parts.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], parts[i]);
        Writer.Advance(DecimalSize);
    }

    public void WriteChar(char value) => Writer.Write((ushort)value);

    // A string with half a surrogate pair has no UTF-8: as UTF-16 bytes it keeps what it holds.
    public void WriteString(string value)
    {
        int byteCount;
        try
        {
            byteCount = StrictUtf8.GetByteCount(value);
        }
        catch (EncoderFallbackException)
        {
            Writer.Write(MemoryMarshal.AsBytes(value.AsSpan()));
            return;
        }

        Writer.WriteStringHeader(byteCount);
        StrictUtf8.GetBytes(value, Writer.GetSpan(byteCount));
        Writer.Advance(byteCount);
    }

    public void WriteBytes(ReadOnlySpan<byte> value) => Writer.Write(value);

    public void WriteGuid(Guid value)
    {
        Writer.WriteBinHeader(GuidSize);
        value.TryWriteBytes(Writer.GetSpan(GuidSize), bigEndian: true, out _);
        Writer.Advance(GuidSize);
    }

    public void WriteDateTime(DateTime value) => Writer.Write(value.ToBinary());

    public void WriteDateTimeOffset(DateTimeOffset value)
    {
        Writer.WriteArrayHeader(2);
        Writer.Write(value.Ticks);
        Writer.Write(value.TotalOffsetMinutes);
    }

    public void WriteTimeSpan(TimeSpan value) => Writer.Write(value.Ticks);

    public void WriteDateOnly(DateOnly value) => Writer.Write(value.DayNumber);

    public void WriteTimeOnly(TimeOnly value) => Writer.Write(value.Ticks);

    public void WriteObject<T>(T value) => MessagePackSerializer.Serialize(ref Writer, value, options);
}
