namespace WriteBack.Fast;

/// <summary>SQLite's types of columns, by the name that declares each.</summary>
internal static class SqliteAffinity
{
    private const string Integer = "INTEGER";
    private const string Real = "REAL";
    private const string Text = "TEXT";
    private const string Blob = "BLOB";
    private const string Numeric = "NUMERIC";

    public static string Of(ColumnType type) => type switch
    {
        ColumnType.Boolean or ColumnType.SByte or ColumnType.Byte or ColumnType.Int16 or ColumnType.UInt16
            or ColumnType.Int32 or ColumnType.UInt32 or ColumnType.Int64 or ColumnType.UInt64 => Integer,
        ColumnType.Single or ColumnType.Double => Real,
        ColumnType.Bytes or ColumnType.MessagePack => Blob,
        ColumnType.Decimal or ColumnType.Char or ColumnType.String or ColumnType.Guid or ColumnType.DateTime
            or ColumnType.DateTimeOffset or ColumnType.TimeSpan or ColumnType.DateOnly or ColumnType.TimeOnly => Text,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a column type."),
    };

    // The rules, and their order, of "Determination Of Column Affinity" in SQLite's documentation.
    public static string OfDeclaration(string declared)
    {
        bool Has(string part) => declared.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Has("INT"))
            return Integer;
        if (Has("CHAR") || Has("CLOB") || Has("TEXT"))
            return Text;
        if (declared.Length == 0 || Has("BLOB"))
            return Blob;
        return Has("REAL") || Has("FLOA") || Has("DOUB") ? Real : Numeric;
    }
}
