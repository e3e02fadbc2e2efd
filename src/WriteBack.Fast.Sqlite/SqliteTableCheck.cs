using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>Creates the table of a cache, or finds every way in which the one that is there differs.</summary>
internal static class SqliteTableCheck
{
    private const string ReadColumns =
        "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?, 'main')";

    /// <exception cref="StoreSchemaException">The table is there, but is another.</exception>
    public static void Ensure(SqliteDatabase database, SqliteTable table)
    {
        if (Exists(database, table))
            return;

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another process may have created it before this one had the lock.
            if (!Exists(database, table))
                database.Execute(table.Create);
            database.Execute("COMMIT");
        }
        finally
        {
            if (database.InTransaction)
                database.Execute("ROLLBACK");
        }
    }

    private static bool Exists(SqliteDatabase database, SqliteTable table)
    {
        var present = ReadPresent(database, table.Name);
        if (present.Count == 0)
            return false;

        List<string> differences = [];
        foreach (var column in table.Columns)
        {
            if (present.Find(candidate => SameName(candidate.Name, column.Name)) is { } found)
                Compare(column, found, differences);
            else
                differences.Add($"column '{column.Name}' {SqliteAffinity.Of(column.Type)} is missing");
        }

        foreach (var extra in present.Where(candidate => !table.Columns.Any(column => SameName(candidate.Name, column.Name))))
            differences.Add($"column '{extra.Name}' is none of the cache's");

        string[] presentKey = [.. present.Where(static column => column.IsKey).Select(static column => column.Name)];
        string[] neededKey = [.. table.Columns.Where(static column => column.IsKey).Select(static column => column.Name)];
        if (!presentKey.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(neededKey))
            differences.Add($"the primary key is ({string.Join(", ", presentKey)}), not ({string.Join(", ", neededKey)})");

        return differences.Count == 0 ? true : throw new StoreSchemaException(table.Name, differences);
    }

    private static void Compare(ColumnSchema needed, PresentColumn present, List<string> differences)
    {
        string affinity = SqliteAffinity.Of(needed.Type);
        string declared = present.Type.Length == 0 ? "without a type" : present.Type;
        if (SqliteAffinity.OfDeclaration(present.Type) != affinity)
            differences.Add($"column '{needed.Name}' is declared {declared}, not {affinity}");
        if (needed.IsNullable && present.IsNotNull)
            differences.Add($"column '{needed.Name}' is NOT NULL, but the cache's can be null");
    }

    private static List<PresentColumn> ReadPresent(SqliteDatabase database, string table)
    {
        using var statement = new SqliteStatement(database, ReadColumns);
        statement.CheckBinding(raw.sqlite3_bind_text(statement.Handle, 1, table));
        List<PresentColumn> columns = [];
        while (statement.Step())
        {
            columns.Add(new PresentColumn(
                Name: raw.sqlite3_column_text(statement.Handle, 0).utf8_to_string(),
                Type: raw.sqlite3_column_text(statement.Handle, 1).utf8_to_string(),
                IsNotNull: raw.sqlite3_column_int(statement.Handle, 2) != 0,
                IsKey: raw.sqlite3_column_int(statement.Handle, 3) != 0));
        }

        return columns;
    }

    private static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private sealed record PresentColumn(string Name, string Type, bool IsNotNull, bool IsKey);
}
