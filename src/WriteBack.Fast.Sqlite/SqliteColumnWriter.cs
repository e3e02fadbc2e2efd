using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MessagePack;
using SQLitePCL;

namespace WriteBack.Fast;

// The forms are those of Microsoft.Data.Sqlite, so that its readers and anyone's SQL understand the rows, with these
// differences, so that a value comes back as it was: a DateTime carries its Kind as a suffix (nothing, Z or an offset), and
// a NaN, which SQLite would turn into NULL, is the text 'NaN'. Keys have one form exactly where the cache takes them for
// equal: whatever the scale of a decimal and the sign of a zero, but not the Kind of a DateTime or an offset.

/// <summary>Binds columns to the parameters of a statement, one after the other.</summary>
internal struct SqliteColumnWriter(
    SqliteStatement statement, ArrayBufferWriter<byte> blob, MessagePackSerializerOptions options) : IColumnWriter
{
    // In the 256 bytes that a buffer begins with by itself, MessagePack's formatter of BigInteger fails.
    public const int FirstBlobCapacity = 4_096;

    private const string DateTimeFormat = "yyyy-MM-dd HH:mm:ss.FFFFFFF";
    private const int LongestFormatted = 64;
    private const int LongestOnStack = 512;

    private readonly sqlite3_stmt _handle = statement.Handle;
    private int _parameter;

    public void WriteNull() => Check(raw.sqlite3_bind_null(_handle, ++_parameter));

    public void WriteBoolean(bool value) => WriteInt64(value ? 1 : 0);

    public void WriteInt64(long value) => Check(raw.sqlite3_bind_int64(_handle, ++_parameter, value));

    public void WriteUInt64(ulong value) => WriteInt64(unchecked((long)value));

    public void WriteSingle(float value) => WriteDouble(value);

    public void WriteDouble(double value)
    {
        if (double.IsNaN(value))
            BindText("NaN"u8);
        else
            Check(raw.sqlite3_bind_double(_handle, ++_parameter, value));
    }

    public void WriteDecimal(decimal value) => Format(value, "0.0###########################");

    public void WriteChar(char value) => BindText(new ReadOnlySpan<char>(in value));

    public void WriteString(string value) => BindText(value.AsSpan());

    public void WriteBytes(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_handle, ++_parameter, value));

    public void WriteGuid(Guid value)
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        value.TryFormat(text, out int length);
        Ascii.ToUpperInPlace(text[..length], out _);
        BindText(text[..length]);
    }

    public void WriteDateTime(DateTime value) => Format(value, DateTimeFormat + "K");

    public void WriteDateTimeOffset(DateTimeOffset value) => Format(value, DateTimeFormat + "zzz");

    public void WriteTimeSpan(TimeSpan value) => Format(value, "c");

    public void WriteDateOnly(DateOnly value) => Format(value, "yyyy-MM-dd");

    public void WriteTimeOnly(TimeOnly value) =>
        Format(value, value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff");

    public void WriteObject<T>(T value)
    {
        blob.ResetWrittenCount();
        MessagePackColumn.Write(blob, value, options);
        WriteBytes(blob.WrittenSpan);
    }

    private void Format<T>(T value, string format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        if (!value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture))
            throw new FormatException($"A {typeof(T).Name} is longer than {LongestFormatted} bytes as text.");
        BindText(text[..length]);
    }

    private void BindText(scoped ReadOnlySpan<char> text)
    {
        int longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = longest > LongestOnStack ? ArrayPool<byte>.Shared.Rent(longest) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[LongestOnStack];
        try
        {
            if (Utf8.FromUtf16(text, utf8, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
                throw new ArgumentException("Half a surrogate pair is not text that SQLite can hold.");
            BindText(utf8[..length]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void BindText(scoped ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_handle, ++_parameter, utf8));

    private readonly void Check(int resultCode)
    {
        if (resultCode != raw.SQLITE_OK)
            statement.CheckBinding(resultCode);
    }
}
