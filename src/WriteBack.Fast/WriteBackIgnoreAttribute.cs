namespace WriteBack.Fast;

/// <summary>Excludes a value's member from the store: it is in memory only, and has its type's default when loaded.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class WriteBackIgnoreAttribute : Attribute;
