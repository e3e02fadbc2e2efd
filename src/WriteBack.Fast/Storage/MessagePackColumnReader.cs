using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// Decodes what <see cref="MessagePackColumnWriter"/> encoded. A column past the end of the array is null; the owner
/// skips the columns that are left over, then takes <see cref="Reader"/> back.
/// </summary>
internal ref struct MessagePackColumnReader(
    MessagePackReader reader, int columns, MessagePackSerializerOptions options) : IColumnReader
{
    public MessagePackReader Reader = reader;

    private int _left = columns;

    public bool TryReadNull()
    {
        if (_left == 0)
            return true;
        if (!Reader.TryReadNil())
            return false;
        _left--;
        return true;
    }

    public bool ReadBoolean()
    {
        _left--;
        return Reader.ReadBoolean();
    }

    public long ReadInt64()
    {
        _left--;
        return Reader.ReadInt64();
    }

    public ulong ReadUInt64()
    {
        _left--;
        return Reader.ReadUInt64();
    }

    public float ReadSingle()
    {
        _left--;
        return Reader.ReadSingle();
    }

    public double ReadDouble()
    {
        _left--;
        return Reader.ReadDouble();
    }

    public decimal ReadDecimal()
    {
        Span<byte> bytes = stackalloc byte[MessagePackColumnWriter.DecimalSize];
        ReadExactly(bytes);
        Span<int> parts = stackalloc int[4];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        return new decimal(parts);
    }

    public char ReadChar()
    {
        _left--;
        return (char)Reader.ReadUInt16();
    }

    public string ReadString()
    {
        if (Reader.NextMessagePackType == MessagePackType.Binary)
            return new string(MemoryMarshal.Cast<byte, char>(ReadBytes()));
        _left--;
        return Reader.ReadString() ?? "";
    }

    public byte[] ReadBytes() => NextBytes().ToArray();

    public Guid ReadGuid()
    {
        Span<byte> bytes = stackalloc byte[MessagePackColumnWriter.GuidSize];
        ReadExactly(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public DateTime ReadDateTime() => DateTime.FromBinary(ReadInt64());

    public DateTimeOffset ReadDateTimeOffset()
    {
        _left--;
        if (Reader.ReadArrayHeader() != 2)
            throw new MessagePackSerializationException("A DateTimeOffset must be an array of ticks and offset minutes.");
        long ticks = Reader.ReadInt64();
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(Reader.ReadInt32()));
    }

    public TimeSpan ReadTimeSpan() => new(ReadInt64());

    public DateOnly ReadDateOnly() => DateOnly.FromDayNumber(checked((int)ReadInt64()));

    public TimeOnly ReadTimeOnly() => new(ReadInt64());

    public T ReadObject<T>()
    {
        _left--;
        return MessagePackSerializer.Deserialize<T>(ref Reader, options);
    }

    public void SkipLeftOver()
    {
        for (; _left > 0; _left--)
            Reader.Skip();
    }

    private ReadOnlySequence<byte> NextBytes()
    {
        _left--;
        return Reader.ReadBytes() ?? default;
    }

    private void ReadExactly(scoped Span<byte> destination)
    {
        var bytes = NextBytes();
        if (bytes.Length != destination.Length)
            throw new MessagePackSerializationException($"Expected {destination.Length} bytes, found {bytes.Length}.");
        bytes.CopyTo(destination);
    }
}
