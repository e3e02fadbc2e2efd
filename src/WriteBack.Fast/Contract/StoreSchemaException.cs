namespace WriteBack.Fast;

/// <summary>The store's table does not fit the cache's entries. Thrown when a cache opens; the table is unchanged.</summary>
/// <param name="table">The name of the table.</param>
/// <param name="differences">The differences, each as a clause.</param>
public sealed class StoreSchemaException(string table, IReadOnlyList<string> differences)
    : Exception($"Table '{table}' does not fit the cache: {string.Join("; ", differences)}.")
{
    /// <summary>The name of the table.</summary>
    public string Table { get; } = table;

    /// <summary>The differences, each as a clause.</summary>
    public IReadOnlyList<string> Differences { get; } = differences;
}
