namespace WriteBack.Fast;

/// <summary>One column of an entry.</summary>
/// <param name="Name">Its name, unique within the entry.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsKey">Whether it belongs to the key.</param>
/// <param name="IsNullable">Whether its declaration allows null.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool IsKey, bool IsNullable);
