namespace WriteBack.Fast;

/// <summary>Sets the column name of a key's or value's member. The default is the member's name in snake_case.</summary>
/// <param name="name">The column's name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class WriteBackColumnAttribute(string name) : Attribute
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;
}
