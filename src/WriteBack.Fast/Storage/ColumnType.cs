namespace WriteBack.Fast;

/// <summary>The type of a column, as declared in C#. An enum has its underlying type.</summary>
public enum ColumnType : byte
{
    /// <summary><see cref="bool"/></summary>
    Boolean,

    /// <summary><see cref="sbyte"/></summary>
    SByte,

    /// <summary><see cref="byte"/></summary>
    Byte,

    /// <summary><see cref="short"/></summary>
    Int16,

    /// <summary><see cref="ushort"/></summary>
    UInt16,

    /// <summary><see cref="int"/></summary>
    Int32,

    /// <summary><see cref="uint"/></summary>
    UInt32,

    /// <summary><see cref="long"/> and <see cref="nint"/></summary>
    Int64,

    /// <summary><see cref="ulong"/> and <see cref="nuint"/></summary>
    UInt64,

    /// <summary><see cref="float"/></summary>
    Single,

    /// <summary><see cref="double"/></summary>
    Double,

    /// <summary><see cref="decimal"/></summary>
    Decimal,

    /// <summary><see cref="char"/></summary>
    Char,

    /// <summary><see cref="string"/></summary>
    String,

    /// <summary><see cref="byte"/>[]</summary>
    Bytes,

    /// <summary><see cref="System.Guid"/></summary>
    Guid,

    /// <summary><see cref="System.DateTime"/></summary>
    DateTime,

    /// <summary><see cref="System.DateTimeOffset"/></summary>
    DateTimeOffset,

    /// <summary><see cref="System.TimeSpan"/></summary>
    TimeSpan,

    /// <summary><see cref="System.DateOnly"/></summary>
    DateOnly,

    /// <summary><see cref="System.TimeOnly"/></summary>
    TimeOnly,

    /// <summary>Any other type, as one MessagePack blob.</summary>
    MessagePack,
}
