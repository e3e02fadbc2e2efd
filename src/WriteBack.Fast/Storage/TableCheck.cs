using System.Collections.Immutable;
using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>Compares the table that a store has with the one that a cache needs. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TableCheck
{
    /// <summary>Finds every difference: columns missing, unknown or of another type, another key, a null that is refused.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="needed">The cache's columns.</param>
    /// <param name="present">The table's columns.</param>
    /// <param name="typeName">How the database names a column's type, for the message.</param>
    /// <param name="fits">Whether a column that the table declares so holds every value of that type.</param>
    /// <param name="names">Whether two names of columns are the same to the database.</param>
    /// <exception cref="ArgumentNullException">An argument after the first two is null.</exception>
    /// <exception cref="StoreSchemaException">There is a difference; all are named.</exception>
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
