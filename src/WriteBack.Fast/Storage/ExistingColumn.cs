namespace WriteBack.Fast;

/// <summary>A column of a table that is there already, as its database describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How it is declared; empty when it is without a type.</param>
/// <param name="IsNotNull">Whether it refuses null.</param>
/// <param name="IsKey">Whether it belongs to the primary key.</param>
public sealed record ExistingColumn(string Name, string Type, bool IsNotNull, bool IsKey);
