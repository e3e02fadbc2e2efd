using System.Collections.Immutable;

namespace WriteBack.Fast;

/// <summary>The statements on the table of a cache. Parameters are the columns in the schema's order.</summary>
internal sealed class SqliteTable
{
    public SqliteTable(string name, ImmutableArray<ColumnSchema> columns)
    {
        Name = name;
        Columns = columns;
        string table = SqliteName.Quote(name);
        var keys = columns.Where(static column => column.IsKey).Select(Quote).ToArray();
        var values = columns.Where(static column => !column.IsKey).Select(Quote).ToArray();
        string keyList = string.Join(", ", keys);
        string keyMatch = string.Join(" AND ", keys.Select(static key => $"{key} = ?"));
        string replacements = string.Join(", ", values.Select(static value => $"{value} = excluded.{value}"));

        Create = $"CREATE TABLE {table}({string.Join(", ", columns.Select(Declare))}, PRIMARY KEY({keyList})) WITHOUT ROWID";
        Upsert = $"INSERT INTO {table}({string.Join(", ", columns.Select(Quote))}) "
            + $"VALUES({string.Join(", ", columns.Select(static _ => "?"))}) "
            + $"ON CONFLICT({keyList}) DO UPDATE SET {replacements}";
        Delete = $"DELETE FROM {table} WHERE {keyMatch}";
        Select = $"SELECT {string.Join(", ", values)} FROM {table} WHERE {keyMatch}";
    }

    public string Name { get; }

    public ImmutableArray<ColumnSchema> Columns { get; }

    public string Create { get; }

    public string Upsert { get; }

    public string Delete { get; }

    public string Select { get; }

    private static string Quote(ColumnSchema column) => SqliteName.Quote(column.Name);

    private static string Declare(ColumnSchema column) => $"{Quote(column)} {SqliteAffinity.Of(column.Type)}";
}
