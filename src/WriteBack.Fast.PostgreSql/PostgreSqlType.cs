using NpgsqlTypes;

namespace WriteBack.Fast;

/// <summary>PostgreSQL's types of columns.</summary>
internal static class PostgreSqlType
{
    private const string SmallInt = "smallint";
    private const string Integer = "integer";
    private const string BigInt = "bigint";
    private const string Text = "text";

    private static readonly string[] Integers = [SmallInt, Integer, BigInt];

    /// <summary>The name that <c>format_type</c> gives it.</summary>
    public static string NameOf(ColumnType type) => type switch
    {
        ColumnType.Boolean => "boolean",
        ColumnType.SByte or ColumnType.Byte or ColumnType.Int16 => SmallInt,
        ColumnType.UInt16 or ColumnType.Int32 => Integer,
        ColumnType.UInt32 or ColumnType.Int64 => BigInt,
        ColumnType.UInt64 or ColumnType.Decimal => "numeric",
        ColumnType.Single => "real",
        ColumnType.Double => "double precision",
        ColumnType.Char or ColumnType.String => Text,
        ColumnType.Bytes or ColumnType.MessagePack => "bytea",
        ColumnType.Guid => "uuid",
        ColumnType.DateTime or ColumnType.DateTimeOffset => "timestamp with time zone",
        ColumnType.TimeSpan => "interval",
        ColumnType.DateOnly => "date",
        ColumnType.TimeOnly => "time without time zone",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a column type."),
    };

    /// <summary>Whether a column declared like this holds all values of that type: integers also in a wider one, a text in a varchar.</summary>
    public static bool Fits(string declared, ColumnType type)
    {
        string needed = NameOf(type);
        return declared == needed
            || Array.IndexOf(Integers, declared) > Array.IndexOf(Integers, needed) && Integers.Contains(needed)
            || (needed == Text && declared.StartsWith("character varying", StringComparison.Ordinal))
            || (needed == "numeric" && declared.StartsWith("numeric(", StringComparison.Ordinal));
    }

    /// <summary>An empty column of a batch.</summary>
    public static PostgreSqlColumn CreateColumn(ColumnType type) => type switch
    {
        ColumnType.Boolean => new PostgreSqlColumn<bool?>(NpgsqlDbType.Boolean),
        ColumnType.SByte or ColumnType.Byte or ColumnType.Int16 => new PostgreSqlColumn<short?>(NpgsqlDbType.Smallint),
        ColumnType.UInt16 or ColumnType.Int32 => new PostgreSqlColumn<int?>(NpgsqlDbType.Integer),
        ColumnType.UInt32 or ColumnType.Int64 => new PostgreSqlColumn<long?>(NpgsqlDbType.Bigint),
        ColumnType.UInt64 or ColumnType.Decimal => new PostgreSqlColumn<decimal?>(NpgsqlDbType.Numeric),
        ColumnType.Single => new PostgreSqlColumn<float?>(NpgsqlDbType.Real),
        ColumnType.Double => new PostgreSqlColumn<double?>(NpgsqlDbType.Double),
        ColumnType.Char or ColumnType.String => new PostgreSqlColumn<string?>(NpgsqlDbType.Text),
        ColumnType.Bytes or ColumnType.MessagePack => new PostgreSqlColumn<byte[]?>(NpgsqlDbType.Bytea),
        ColumnType.Guid => new PostgreSqlColumn<Guid?>(NpgsqlDbType.Uuid),
        ColumnType.DateTime or ColumnType.DateTimeOffset => new PostgreSqlColumn<DateTime?>(NpgsqlDbType.TimestampTz),
        ColumnType.TimeSpan => new PostgreSqlColumn<TimeSpan?>(NpgsqlDbType.Interval),
        ColumnType.DateOnly => new PostgreSqlColumn<DateOnly?>(NpgsqlDbType.Date),
        ColumnType.TimeOnly => new PostgreSqlColumn<TimeOnly?>(NpgsqlDbType.Time),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a column type."),
    };
}
