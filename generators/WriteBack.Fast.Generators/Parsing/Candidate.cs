using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>A public property or field of a key or value, seen while parsing.</summary>
/// <param name="Symbol">The member.</param>
/// <param name="Type">Its type.</param>
/// <param name="Column">Name of its column.</param>
/// <param name="ColumnLocation">Where an attribute gives that name; null when none does, or not in source.</param>
/// <param name="IsSettable">Whether an object initializer in the cache can set it.</param>
/// <param name="IsComputed">Whether it has no storage of its own.</param>
/// <param name="IsIgnored">Whether it is marked to be left out.</param>
internal sealed record Candidate(
    ISymbol Symbol, ITypeSymbol Type, string Column, Location? ColumnLocation, bool IsSettable, bool IsComputed, bool IsIgnored)
{
    public string Name => Symbol.Name;
}
