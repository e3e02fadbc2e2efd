using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MessagePack;
using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>Reads the columns of a statement's row, one after the other.</summary>
internal struct SqliteColumnReader(sqlite3_stmt statement, MessagePackSerializerOptions options) : IColumnReader
{
    private const int LongestFormatted = 64;

    private int _column;

    public bool TryReadNull()
    {
        if (raw.sqlite3_column_type(statement, _column) != raw.SQLITE_NULL)
            return false;
        _column++;
        return true;
    }

    public bool ReadBoolean() => ReadInt64() != 0;

    public long ReadInt64() => raw.sqlite3_column_int64(statement, _column++);

    public ulong ReadUInt64() => unchecked((ulong)ReadInt64());

    public float ReadSingle() => (float)ReadDouble();

    public double ReadDouble() => raw.sqlite3_column_type(statement, _column) == raw.SQLITE_TEXT
        ? double.Parse(ReadUtf8(), CultureInfo.InvariantCulture)
        : raw.sqlite3_column_double(statement, _column++);

    public decimal ReadDecimal() => decimal.Parse(ReadUtf8(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public char ReadChar()
    {
        string text = ReadString();
        return text.Length == 1 ? text[0] : throw new FormatException($"Expected one character, found '{text}'.");
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    public byte[] ReadBytes() => raw.sqlite3_column_blob(statement, _column++).ToArray();

    public Guid ReadGuid() => Guid.Parse(ReadUtf8());

    public DateTime ReadDateTime() => DateTime.Parse(
        ReadAscii(stackalloc char[LongestFormatted]), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public DateTimeOffset ReadDateTimeOffset() => DateTimeOffset.Parse(
        ReadAscii(stackalloc char[LongestFormatted]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public TimeSpan ReadTimeSpan() => TimeSpan.Parse(ReadAscii(stackalloc char[LongestFormatted]), CultureInfo.InvariantCulture);

    public DateOnly ReadDateOnly() => DateOnly.Parse(ReadAscii(stackalloc char[LongestFormatted]), CultureInfo.InvariantCulture);

    public TimeOnly ReadTimeOnly() => TimeOnly.Parse(ReadAscii(stackalloc char[LongestFormatted]), CultureInfo.InvariantCulture);

    public T ReadObject<T>() => MessagePackColumn.Read<T>(ReadBytes(), options);

    private ReadOnlySpan<byte> ReadUtf8()
    {
        int column = _column++;
        var text = raw.sqlite3_column_text(statement, column);
        return MemoryMarshal.CreateReadOnlySpan(in text.GetPinnableReference(), raw.sqlite3_column_bytes(statement, column));
    }

    private ReadOnlySpan<char> ReadAscii(Span<char> buffer)
    {
        var text = ReadUtf8();
        if (text.Length > buffer.Length || Ascii.ToUtf16(text, buffer, out int length) != System.Buffers.OperationStatus.Done)
            throw new FormatException($"'{Encoding.UTF8.GetString(text)}' is not a date or time.");
        return buffer[..length];
    }
}
