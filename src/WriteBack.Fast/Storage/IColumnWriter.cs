namespace WriteBack.Fast;

/// <summary>
/// A sink for the columns of an entry, such as the binder of a statement or the encoder of a record. Each column is one call, in the
/// order of <see cref="EntrySchema{TKey,TValue}.Columns"/>. An enum is written as its underlying integer. Signed integers, and unsigned
/// ones of up to 32 bits, are written by <see cref="WriteInt64"/>.
/// </summary>
public interface IColumnWriter
{
    /// <summary>Writes a null for a column of any type.</summary>
    void WriteNull();

    /// <summary>Writes a boolean.</summary>
    void WriteBoolean(bool value);

    /// <summary>Writes an integer that fits into 64 signed bits.</summary>
    void WriteInt64(long value);

    /// <summary>Writes an unsigned 64-bit integer.</summary>
    void WriteUInt64(ulong value);

    /// <summary>Writes a single-precision number.</summary>
    void WriteSingle(float value);

    /// <summary>Writes a double-precision number.</summary>
    void WriteDouble(double value);

    /// <summary>Writes a decimal.</summary>
    void WriteDecimal(decimal value);

    /// <summary>Writes one UTF-16 code unit.</summary>
    void WriteChar(char value);

    /// <summary>Writes a string.</summary>
    void WriteString(string value);

    /// <summary>Writes bytes.</summary>
    void WriteBytes(ReadOnlySpan<byte> value);

    /// <summary>Writes a GUID.</summary>
    void WriteGuid(Guid value);

    /// <summary>Writes a date and time.</summary>
    void WriteDateTime(DateTime value);

    /// <summary>Writes a date and time with its offset from UTC.</summary>
    void WriteDateTimeOffset(DateTimeOffset value);

    /// <summary>Writes a duration.</summary>
    void WriteTimeSpan(TimeSpan value);

    /// <summary>Writes a date.</summary>
    void WriteDateOnly(DateOnly value);

    /// <summary>Writes a time of day.</summary>
    void WriteTimeOnly(TimeOnly value);

    /// <summary>Writes a member of any other type as one MessagePack blob.</summary>
    void WriteObject<T>(T value);
}
