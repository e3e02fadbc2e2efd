using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>A column of an existing table, as its database describes it. Immutable.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">The column's declared type; empty for none.</param>
/// <param name="IsNotNull">Whether the column refuses null.</param>
/// <param name="IsKey">Whether the column belongs to the primary key.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ExistingColumn(string Name, string Type, bool IsNotNull, bool IsKey);
