using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Tells what was generated from what the user declared: analysers see both.</summary>
internal static class Generated
{
    public static bool IsMember(ISymbol member, WellKnownTypes types) =>
        types.GeneratedCodeAttribute.FirstOf(member.GetAttributes()) is { ConstructorArguments: { Length: 2 } arguments }
        && arguments[0].Value is Tool.Name;

    /// <summary>Whether the base is the one that is generated, which names the generated traits of the class.</summary>
    public static bool IsBase(INamedTypeSymbol ancestor, INamedTypeSymbol cache, WellKnownTypes types) =>
        types.CacheBase.Is(ancestor) && ancestor.TypeArguments is { Length: 3 } arguments
        && SymbolEqualityComparer.Default.Equals(arguments[2].ContainingType, cache) && IsMember(arguments[2], types);
}
