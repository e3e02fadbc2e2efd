using MessagePack;
using Npgsql;

namespace WriteBack.Fast;

/// <summary>Reads the columns of a row, one after the other.</summary>
internal struct PostgreSqlColumnReader(NpgsqlDataReader row, MessagePackSerializerOptions options) : IColumnReader
{
    private int _column;

    public bool TryReadNull()
    {
        if (!row.IsDBNull(_column))
            return false;
        _column++;
        return true;
    }

    public bool ReadBoolean() => row.GetBoolean(_column++);

    public long ReadInt64() => row.GetInt64(_column++);

    public ulong ReadUInt64() => (ulong)row.GetDecimal(_column++);

    public float ReadSingle() => row.GetFloat(_column++);

    public double ReadDouble() => row.GetDouble(_column++);

    public decimal ReadDecimal() => row.GetDecimal(_column++);

    public char ReadChar() => row.GetString(_column++) switch
    {
        "" => '\0',
        [var only] => only,
        var text => throw new FormatException($"Expected one character, found '{text}'."),
    };

    public string ReadString() => row.GetString(_column++);

    public byte[] ReadBytes() => row.GetFieldValue<byte[]>(_column++);

    public Guid ReadGuid() => row.GetGuid(_column++);

    public DateTime ReadDateTime() => DateTime.SpecifyKind(row.GetDateTime(_column++), DateTimeKind.Utc);

    public DateTimeOffset ReadDateTimeOffset() => ReadDateTime();

    public TimeSpan ReadTimeSpan() => row.GetTimeSpan(_column++);

    public DateOnly ReadDateOnly() => row.GetFieldValue<DateOnly>(_column++);

    public TimeOnly ReadTimeOnly() => row.GetFieldValue<TimeOnly>(_column++);

    public T ReadObject<T>() => MessagePackColumn.Read<T>(ReadBytes(), options);
}
