using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>A column of a table that is there already, as its database describes it. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How it is declared; empty when it is without a type.</param>
/// <param name="IsNotNull">Whether it refuses null.</param>
/// <param name="IsKey">Whether it belongs to the primary key.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ExistingColumn(string Name, string Type, bool IsNotNull, bool IsKey);
