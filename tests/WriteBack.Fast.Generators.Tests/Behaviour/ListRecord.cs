namespace WriteBack.Fast.Generators.Tests.Behaviour;

/// <summary>A record of columns in a list: sink and source of the generated visitor.</summary>
internal struct ListRecord() : IColumnWriter, IColumnReader
{
    private int _position;

    public List<(string Call, object? Value)> Columns { get; } = [];

    public readonly void WriteNull() => Columns.Add(("Null", null));
    public readonly void WriteBoolean(bool value) => Columns.Add(("Boolean", value));
    public readonly void WriteInt64(long value) => Columns.Add(("Int64", value));
    public readonly void WriteUInt64(ulong value) => Columns.Add(("UInt64", value));
    public readonly void WriteSingle(float value) => Columns.Add(("Single", value));
    public readonly void WriteDouble(double value) => Columns.Add(("Double", value));
    public readonly void WriteDecimal(decimal value) => Columns.Add(("Decimal", value));
    public readonly void WriteChar(char value) => Columns.Add(("Char", value));
    public readonly void WriteString(string value) => Columns.Add(("String", value));
    public readonly void WriteBytes(ReadOnlySpan<byte> value) => Columns.Add(("Bytes", value.ToArray()));
    public readonly void WriteGuid(Guid value) => Columns.Add(("Guid", value));
    public readonly void WriteDateTime(DateTime value) => Columns.Add(("DateTime", value));
    public readonly void WriteDateTimeOffset(DateTimeOffset value) => Columns.Add(("DateTimeOffset", value));
    public readonly void WriteTimeSpan(TimeSpan value) => Columns.Add(("TimeSpan", value));
    public readonly void WriteDateOnly(DateOnly value) => Columns.Add(("DateOnly", value));
    public readonly void WriteTimeOnly(TimeOnly value) => Columns.Add(("TimeOnly", value));
    public readonly void WriteObject<T>(T value) => Columns.Add(("Object " + typeof(T).Name, value));

    public bool TryReadNull()
    {
        if (_position < Columns.Count && Columns[_position].Call != "Null")
            return false;
        _position++;
        return true;
    }

    public bool ReadBoolean() => Next<bool>("Boolean");
    public long ReadInt64() => Next<long>("Int64");
    public ulong ReadUInt64() => Next<ulong>("UInt64");
    public float ReadSingle() => Next<float>("Single");
    public double ReadDouble() => Next<double>("Double");
    public decimal ReadDecimal() => Next<decimal>("Decimal");
    public char ReadChar() => Next<char>("Char");
    public string ReadString() => Next<string>("String");
    public byte[] ReadBytes() => Next<byte[]>("Bytes");
    public Guid ReadGuid() => Next<Guid>("Guid");
    public DateTime ReadDateTime() => Next<DateTime>("DateTime");
    public DateTimeOffset ReadDateTimeOffset() => Next<DateTimeOffset>("DateTimeOffset");
    public TimeSpan ReadTimeSpan() => Next<TimeSpan>("TimeSpan");
    public DateOnly ReadDateOnly() => Next<DateOnly>("DateOnly");
    public TimeOnly ReadTimeOnly() => Next<TimeOnly>("TimeOnly");
    public T ReadObject<T>() => Next<T>("Object " + typeof(T).Name);

    private T Next<T>(string call)
    {
        var (written, value) = Columns[_position++];
        Assert.Equal(written, call);
        return (T)value!;
    }
}
