using System.Collections.Immutable;

namespace WriteBack.Fast;

/// <summary>
/// The statements on the table of a cache. Each parameter is an array: of what a column has in each row of a batch, or of the
/// one key that is looked up.
/// </summary>
internal sealed class PostgreSqlTable
{
    public PostgreSqlTable(string name, ImmutableArray<ColumnSchema> columns)
    {
        Name = name;
        QuotedName = Quote(name);
        Columns = columns;
        string[] keys = [.. columns.Where(static column => column.IsKey).Select(static column => Quote(column.Name))];
        string[] values = [.. columns.Where(static column => !column.IsKey).Select(static column => Quote(column.Name))];
        string keyList = string.Join(", ", keys);
        string valueList = string.Join(", ", values);
        string replacements = string.Join(", ", values.Select(static value => $"{value} = excluded.{value}"));
        string goneKeys = string.Join(", ", keys.Select(static (_, index) => $"key{index}"));
        string goneMatch = string.Join(" AND ", keys.Select(static (key, index) => $"entry.{key} = gone.key{index}"));
        string oneMatch = string.Join(" AND ", keys.Select(static (key, index) => $"{key} = ({Parameter(index)})[1]"));

        Create = $"CREATE TABLE {QuotedName} ({string.Join(", ", columns.Select(Declare))}, PRIMARY KEY ({keyList}))";
        Upsert = $"INSERT INTO {QuotedName} ({keyList}, {valueList}) SELECT * FROM unnest({Parameters(columns.Length)}) "
            + $"ON CONFLICT ({keyList}) DO UPDATE SET {replacements}";
        Delete = $"DELETE FROM {QuotedName} AS entry USING unnest({Parameters(keys.Length)}) AS gone ({goneKeys}) WHERE {goneMatch}";
        Select = $"SELECT {valueList} FROM {QuotedName} WHERE {oneMatch}";
    }

    public string Name { get; }

    public string QuotedName { get; }

    public ImmutableArray<ColumnSchema> Columns { get; }

    public string Create { get; }

    public string Upsert { get; }

    public string Delete { get; }

    public string Select { get; }

    private static string Parameter(int index) => FormattableString.Invariant($"${index + 1}");

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(0, count).Select(Parameter));

    private static string Declare(ColumnSchema column) => $"{Quote(column.Name)} {PostgreSqlType.NameOf(column.Type)}";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
