using SQLitePCL;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Creates the table of a cache, or finds every way in which the one that is there differs.</summary>
internal static class SqliteTableCheck
{
    private const string ReadColumns =
        "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?, 'main')";

    /// <summary>Checks the table.</summary>
    /// <param name="database">A connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="isCreated">Whether a missing table is created; else it is left missing.</param>
    /// <exception cref="StoreSchemaException">The table is there, but is another.</exception>
    public static void Ensure(SqliteDatabase database, SqliteTable table, bool isCreated)
    {
        if (Exists(database, table) || !isCreated)
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
        TableCheck.ThrowIfDifferent(
            table.Name, table.Columns, present, SqliteAffinity.Of,
            static (declared, type) => SqliteAffinity.OfDeclaration(declared) == SqliteAffinity.Of(type), StringComparer.OrdinalIgnoreCase);
        return true;
    }

    private static List<ExistingColumn> ReadPresent(SqliteDatabase database, string table)
    {
        using var statement = new SqliteStatement(database, ReadColumns);
        statement.CheckBinding(raw.sqlite3_bind_text(statement.Handle, 1, table));
        List<ExistingColumn> columns = [];
        while (statement.Step())
        {
            columns.Add(new ExistingColumn(
                Name: raw.sqlite3_column_text(statement.Handle, 0).utf8_to_string(),
                Type: raw.sqlite3_column_text(statement.Handle, 1).utf8_to_string(),
                IsNotNull: raw.sqlite3_column_int(statement.Handle, 2) != 0,
                IsKey: raw.sqlite3_column_int(statement.Handle, 3) != 0));
        }

        return columns;
    }
}
