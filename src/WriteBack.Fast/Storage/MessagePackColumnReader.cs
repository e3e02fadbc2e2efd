using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// Decodes columns that <see cref="MessagePackColumnWriter"/> encoded. The owner takes <see cref="Reader"/> back at the end.
/// </summary>
internal ref struct MessagePackColumnReader(MessagePackReader reader, MessagePackSerializerOptions options) : IColumnReader
{
    public MessagePackReader Reader = reader;

    public bool TryReadNull() => Reader.TryReadNil();

    public bool ReadBoolean() => Reader.ReadBoolean();

    public long ReadInt64() => Reader.ReadInt64();

    public ulong ReadUInt64() => Reader.ReadUInt64();

    public float ReadSingle() => Reader.ReadSingle();

    public double ReadDouble() => Reader.ReadDouble();

    public decimal ReadDecimal()
    {
        Span<byte> bytes = stackalloc byte[MessagePackColumnWriter.DecimalSize];
        ReadExactly(bytes);
        Span<int> parts = stackalloc int[4];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        return new decimal(parts);
    }

    public char ReadChar() => (char)Reader.ReadUInt16();

    public string ReadString() => Reader.NextMessagePackType == MessagePackType.Binary
        ? new string(MemoryMarshal.Cast<byte, char>(ReadBytes()))
        : Reader.ReadString() ?? "";

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
        if (Reader.ReadArrayHeader() != 2)
            throw new MessagePackSerializationException("A DateTimeOffset must be an array of ticks and offset minutes.");
        long ticks = Reader.ReadInt64();
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(Reader.ReadInt32()));
    }

    public TimeSpan ReadTimeSpan() => new(ReadInt64());

    public DateOnly ReadDateOnly() => DateOnly.FromDayNumber(checked((int)ReadInt64()));

    public TimeOnly ReadTimeOnly() => new(ReadInt64());

    public T ReadObject<T>() => MessagePackColumn.Read<T>(ref Reader, options);

    private ReadOnlySequence<byte> NextBytes() => Reader.ReadBytes() ?? default;

    private void ReadExactly(scoped Span<byte> destination)
    {
        var bytes = NextBytes();
        if (bytes.Length != destination.Length)
            throw new MessagePackSerializationException($"Expected {destination.Length} bytes, found {bytes.Length}.");
        bytes.CopyTo(destination);
    }
}
