namespace WriteBack.Fast;

/// <summary>
/// A source of the columns of an entry. Columns are read in the order of <see cref="EntrySchema{TKey,TValue}.Columns"/>. Each column is
/// read by <see cref="TryReadNull"/>, and if that returns <see langword="false"/>, by the method of its type.
/// </summary>
public interface IColumnReader
{
    /// <summary>Skips the column if it is null, or if the record ends before it. A record of an older type can end early.</summary>
    /// <returns>Whether the column was skipped.</returns>
    bool TryReadNull();

    /// <summary>Reads a boolean.</summary>
    bool ReadBoolean();

    /// <summary>Reads an integer that fits into 64 signed bits.</summary>
    long ReadInt64();

    /// <summary>Reads an unsigned 64-bit integer.</summary>
    ulong ReadUInt64();

    /// <summary>Reads a single-precision number.</summary>
    float ReadSingle();

    /// <summary>Reads a double-precision number.</summary>
    double ReadDouble();

    /// <summary>Reads a decimal.</summary>
    decimal ReadDecimal();

    /// <summary>Reads one UTF-16 code unit.</summary>
    char ReadChar();

    /// <summary>Reads a string.</summary>
    string ReadString();

    /// <summary>Reads bytes into a new array.</summary>
    byte[] ReadBytes();

    /// <summary>Reads a GUID.</summary>
    Guid ReadGuid();

    /// <summary>Reads a date and time.</summary>
    DateTime ReadDateTime();

    /// <summary>Reads a date and time with its offset from UTC.</summary>
    DateTimeOffset ReadDateTimeOffset();

    /// <summary>Reads a duration.</summary>
    TimeSpan ReadTimeSpan();

    /// <summary>Reads a date.</summary>
    DateOnly ReadDateOnly();

    /// <summary>Reads a time of day.</summary>
    TimeOnly ReadTimeOnly();

    /// <summary>Reads a member of any other type from its MessagePack blob.</summary>
    T ReadObject<T>();
}
