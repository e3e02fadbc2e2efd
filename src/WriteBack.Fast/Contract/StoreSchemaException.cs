namespace WriteBack.Fast;

/// <summary>The table of a store is not the one that the cache's entries need. Thrown when a cache opens; nothing was changed.</summary>
/// <param name="table">Name of the table.</param>
/// <param name="differences">Each difference, as a sentence.</param>
public sealed class StoreSchemaException(string table, IReadOnlyList<string> differences)
    : Exception($"Table '{table}' does not fit the cache: {string.Join("; ", differences)}.")
{
    /// <summary>Name of the table.</summary>
    public string Table { get; } = table;

    /// <summary>Each difference, as a sentence.</summary>
    public IReadOnlyList<string> Differences { get; } = differences;
}
