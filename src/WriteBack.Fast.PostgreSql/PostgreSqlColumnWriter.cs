using System.Buffers;
using System.Text;
using MessagePack;

namespace WriteBack.Fast;

// PostgreSQL's times are whole microseconds, and moments have neither a kind nor an offset. In a value what is beyond that is
// dropped. In a key it would make two keys of the cache one row, and so is refused.

/// <summary>Appends a row to columns, one after the other.</summary>
internal struct PostgreSqlColumnWriter(PostgreSqlColumn[] columns, int keys, MessagePackSerializerOptions options) : IColumnWriter
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _column;

    public void WriteNull() => columns[_column++].AddNull();

    public void WriteBoolean(bool value) => Add<bool?>(value);

    public void WriteInt64(long value)
    {
        switch (columns[_column++])
        {
            case PostgreSqlColumn<long?> column:
                column.Add(value);
                break;
            case PostgreSqlColumn<int?> column:
                column.Add((int)value);
                break;
            case var column:
                ((PostgreSqlColumn<short?>)column).Add((short)value);
                break;
        }
    }

    public void WriteUInt64(ulong value) => Add<decimal?>(value);

    public void WriteSingle(float value) => Add<float?>(value);

    public void WriteDouble(double value) => Add<double?>(value);

    public void WriteDecimal(decimal value) => Add<decimal?>(value);

    // There is no zero character in a text, and no character in an empty one.
    public void WriteChar(char value) => WriteString(value == '\0' ? "" : value.ToString());

    public void WriteString(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("PostgreSQL can hold no text with a zero character.");
        // Half a surrogate pair throws here, where it costs its own row alone.
        _ = Strict.GetByteCount(value);
        Add<string?>(value);
    }

    public void WriteBytes(ReadOnlySpan<byte> value) => Add<byte[]?>(value.ToArray());

    public void WriteGuid(Guid value) => Add<Guid?>(value);

    public void WriteDateTime(DateTime value)
    {
        RefuseInKey(value.Kind != DateTimeKind.Utc, "its Kind must be Utc");
        WriteMoment(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc));
    }

    public void WriteDateTimeOffset(DateTimeOffset value)
    {
        RefuseInKey(value.Offset != TimeSpan.Zero, "its offset must be zero");
        WriteMoment(value.UtcDateTime);
    }

    public void WriteTimeSpan(TimeSpan value)
    {
        RefuseFractions(value.Ticks);
        Add<TimeSpan?>(value);
    }

    public void WriteDateOnly(DateOnly value) => Add<DateOnly?>(value);

    public void WriteTimeOnly(TimeOnly value)
    {
        RefuseFractions(value.Ticks);
        Add<TimeOnly?>(value);
    }

    public void WriteObject<T>(T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MessagePackColumn.Write(bytes, value, options);
        WriteBytes(bytes.WrittenSpan);
    }

    private void WriteMoment(DateTime value)
    {
        RefuseFractions(value.Ticks);
        Add<DateTime?>(value);
    }

    private readonly void RefuseFractions(long ticks) =>
        RefuseInKey(ticks % TimeSpan.TicksPerMicrosecond != 0, "it must be whole microseconds");

    private readonly void RefuseInKey(bool isWrong, string rule)
    {
        if (isWrong && _column < keys)
            throw new ArgumentException($"In a key in PostgreSQL a time has one form: {rule}.");
    }

    private void Add<T>(T value) => ((PostgreSqlColumn<T>)columns[_column++]).Add(value);
}
