using System.Buffers;
using System.Globalization;
using System.Text;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// No two keys that the cache tells apart have the same text, and one that it takes for the same has one text, whatever the
// scale of a decimal or the sign of a zero. For that no member's text has a colon or a brace, or is empty: in a text, '%' is
// an escape, alone it is an empty text, and times have no colons.

/// <summary>Writes the members of a key as readable text with colons between them.</summary>
internal struct RedisKeyWriter(PooledBuffer buffer, bool tagsFirst, MessagePackSerializerOptions options) : IColumnWriter
{
    private const string DateFormat = "yyyy-MM-dd";
    private const string TimeFormat = "HHmmss.FFFFFFF";
    private const string DateTimeFormat = DateFormat + "T" + TimeFormat;
    private const int LongestFormatted = 64;
    private const int LongestRune = 4;
    private const int LongestEscaped = 4;

    private int _members;

    public void WriteNull()
    {
        Begin();
        Put("%n"u8);
        End();
    }

    public void WriteBoolean(bool value)
    {
        Begin();
        Put(value ? "true"u8 : "false"u8);
        End();
    }

    public void WriteInt64(long value) => Format(value);

    public void WriteUInt64(ulong value) => Format(value);

    public void WriteSingle(float value) => Format(value + 0f);

    public void WriteDouble(double value) => Format(value + 0.0);

    public void WriteDecimal(decimal value) => Format(value == 0 ? 0m : value, "0.############################");

    public void WriteChar(char value) => WriteText(new ReadOnlySpan<char>(in value));

    public void WriteString(string value) => WriteText(value);

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        Begin();
        if (value.IsEmpty)
            Put("%"u8);
        Convert.TryToHexStringLower(value, buffer.GetSpan(2 * value.Length), out int length);
        buffer.Advance(length);
        End();
    }

    public void WriteGuid(Guid value) => Format(value);

    public void WriteDateTime(DateTime value) => Format(value, DateTimeFormat + "K");

    public void WriteDateTimeOffset(DateTimeOffset value) => Format(value, DateTimeFormat + "zzz");

    public void WriteTimeSpan(TimeSpan value) => Format(value, "c");

    public void WriteDateOnly(DateOnly value) => Format(value, DateFormat);

    public void WriteTimeOnly(TimeOnly value) => Format(value, TimeFormat);

    public void WriteObject<T>(T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MessagePackColumn.Write(bytes, value, options);
        WriteBytes(bytes.WrittenSpan);
    }

    private void Format<T>(T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestFormatted];
        if (!value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture))
            throw new FormatException($"A {typeof(T).Name} is longer than {LongestFormatted} bytes as text.");
        Begin();
        foreach (var part in text[..length].Split((byte)':'))
            Put(text[part]);
        End();
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        Begin();
        if (text.IsEmpty)
            Put("%"u8);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out int used) != OperationStatus.Done)
                Escape("%u"u8, text[0], "x4");
            else if (Rune.IsControl(rune) || rune.Value is '%' or ':' or '{' or '}')
                Escape("%"u8, rune.Value, "x2");
            else
                buffer.Advance(rune.EncodeToUtf8(buffer.GetSpan(LongestRune)));
            text = text[used..];
        }

        End();
    }

    private readonly void Escape(ReadOnlySpan<byte> sign, int code, string format)
    {
        Put(sign);
        code.TryFormat(buffer.GetSpan(LongestEscaped), out int length, format, CultureInfo.InvariantCulture);
        buffer.Advance(length);
    }

    private void Begin()
    {
        if (_members > 0)
            Put(":"u8);
        else if (tagsFirst)
            Put("{"u8);
    }

    private void End()
    {
        if (_members++ == 0 && tagsFirst)
            Put("}"u8);
    }

    private readonly void Put(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(buffer.GetSpan(text.Length));
        buffer.Advance(text.Length);
    }
}
