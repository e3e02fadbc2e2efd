namespace WriteBack.Fast;

/// <summary>Gives a member of a key or value another column name than its own in snake_case.</summary>
/// <param name="name">The column's name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class WriteBackColumnAttribute(string name) : Attribute
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;
}
