using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Whether whoever can see the cache can see its key and value, which its base class names.</summary>
internal static class Visibility
{
    public static void Check(ParseContext context, ITypeSymbol key, ITypeSymbol value)
    {
        Check(context, key, 0);
        Check(context, value, 1);
    }

    public static bool IsFileLocal(INamedTypeSymbol type) =>
        type.IsFileLocal || (type.ContainingType is { } container && IsFileLocal(container));

    private static void Check(ParseContext context, ITypeSymbol type, int index)
    {
        if (!IsAsVisible(type, context.Cache))
        {
            context.Report(
                Descriptors.LessAccessible, context.Declaration.TypeArgument(index),
                type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat), context.Cache.Name);
        }
    }

    private static bool IsAsVisible(ITypeSymbol type, INamedTypeSymbol cache) => type switch
    {
        IArrayTypeSymbol array => IsAsVisible(array.ElementType, cache),
        INamedTypeSymbol named => !IsFileLocal(named)
            && Chain(named).All(level => IsAsVisible(level, cache))
            && Chain(named).SelectMany(static level => level.TypeArguments).All(argument => IsAsVisible(argument, cache)),
        _ => true,
    };

    private static bool IsAsVisible(INamedTypeSymbol level, INamedTypeSymbol cache) => level.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal => StaysInAssembly(cache),
        Accessibility.Protected => StaysInFamily(cache, level.ContainingType),
        Accessibility.ProtectedOrInternal => StaysInAssembly(cache) || StaysInFamily(cache, level.ContainingType),
        Accessibility.ProtectedAndInternal => StaysInAssembly(cache) && StaysInFamily(cache, level.ContainingType),
        _ => StaysInside(cache, level.ContainingType),
    };

    private static bool StaysInAssembly(INamedTypeSymbol cache) => Chain(cache).Any(static type =>
        type.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal);

    private static bool StaysInFamily(INamedTypeSymbol cache, INamedTypeSymbol family) => Chain(cache).Any(type =>
        type.DeclaredAccessibility switch
        {
            Accessibility.Private => Chain(type.ContainingType).Any(container => IsOrDerives(container, family)),
            Accessibility.Protected or Accessibility.ProtectedAndInternal => IsOrDerives(type.ContainingType, family),
            _ => false,
        });

    private static bool StaysInside(INamedTypeSymbol cache, INamedTypeSymbol owner) => Chain(cache).Any(type =>
        type.DeclaredAccessibility == Accessibility.Private
        && Chain(type.ContainingType).Any(container => Same(container, owner)));

    private static bool IsOrDerives(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Same(current, ancestor))
                return true;
        }
        return false;
    }

    private static bool Same(INamedTypeSymbol left, INamedTypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left.OriginalDefinition, right.OriginalDefinition);

    /// <summary>The type, and those around it from the inside out.</summary>
    public static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            yield return type;
    }
}
