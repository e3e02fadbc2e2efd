namespace WriteBack.Fast;

/// <summary>Leaves a member of a value out of the store: it lives in memory only and is its type's default when loaded.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class WriteBackIgnoreAttribute : Attribute;
