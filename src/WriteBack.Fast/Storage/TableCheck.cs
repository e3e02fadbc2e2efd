using System.Collections.Immutable;
using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>Compares a store's existing table with the columns of a cache. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TableCheck
{
    /// <summary>
    /// Throws if the table differs: a column is missing, unknown or of another type, the primary key is another, or a column refuses a
    /// null that the cache may write.
    /// </summary>
    /// <param name="table">The table's name.</param>
    /// <param name="needed">The cache's columns.</param>
    /// <param name="present">The table's columns.</param>
    /// <param name="typeName">The database's name of a column type, for the message.</param>
    /// <param name="fits">Whether a column with a declared type holds every value of a column type.</param>
    /// <param name="names">Compares the names of columns as the database does.</param>
    /// <exception cref="ArgumentNullException">An argument after the first two is null.</exception>
    /// <exception cref="StoreSchemaException">The table differs; the exception names every difference.</exception>
    public static void ThrowIfDifferent(
        string table, ImmutableArray<ColumnSchema> needed, IReadOnlyList<ExistingColumn> present,
        Func<ColumnType, string> typeName, Func<string, ColumnType, bool> fits, StringComparer names)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(typeName);
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentNullException.ThrowIfNull(names);

        List<string> differences = [];
        foreach (var column in needed)
        {
            if (present.FirstOrDefault(candidate => names.Equals(candidate.Name, column.Name)) is not { } found)
            {
                differences.Add($"column '{column.Name}' {typeName(column.Type)} is missing");
                continue;
            }

            string declared = found.Type.Length == 0 ? "without a type" : found.Type;
            if (!fits(found.Type, column.Type))
                differences.Add($"column '{column.Name}' is declared {declared}, not {typeName(column.Type)}");
            if (column is { IsNullable: true, IsKey: false } && found.IsNotNull)
                differences.Add($"column '{column.Name}' is NOT NULL, but the cache's can be null");
        }

        foreach (var extra in present.Where(candidate => !needed.Any(column => names.Equals(candidate.Name, column.Name))))
            differences.Add($"column '{extra.Name}' is none of the cache's");

        string[] presentKey = [.. present.Where(static column => column.IsKey).Select(static column => column.Name)];
        string[] neededKey = [.. needed.Where(static column => column.IsKey).Select(static column => column.Name)];
        if (!presentKey.ToHashSet(names).SetEquals(neededKey))
            differences.Add($"the primary key is ({string.Join(", ", presentKey)}), not ({string.Join(", ", neededKey)})");

        if (differences.Count > 0)
            throw new StoreSchemaException(table, differences);
    }
}
