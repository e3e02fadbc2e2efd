using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>
/// Knows the framework's types by the name of their namespace: the types are too many to list, and a namespace is another symbol
/// in each assembly.
/// </summary>
internal static class Framework
{
    /// <summary>Whether the type is in <c>System</c> or below, and not from source.</summary>
    public static bool Declares(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is { Name: "System", IsGlobalNamespace: false }
            && !type.Locations.Any(static location => location.IsInSource);
    }
}
