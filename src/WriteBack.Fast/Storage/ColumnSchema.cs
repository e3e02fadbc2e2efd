namespace WriteBack.Fast;

/// <summary>One column of an entry. Immutable.</summary>
/// <param name="Name">The column's name, unique within the entry.</param>
/// <param name="Type">The column's type.</param>
/// <param name="IsKey">Whether the column belongs to the key.</param>
/// <param name="IsNullable">Whether the column's declaration allows null.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool IsKey, bool IsNullable);
