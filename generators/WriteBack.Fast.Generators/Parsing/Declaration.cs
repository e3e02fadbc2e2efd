using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>A class with the attribute, as the user wrote it.</summary>
/// <param name="Cache">The class.</param>
/// <param name="Syntax">The part of it that has the attribute.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Key">Type of the keys.</param>
/// <param name="Value">Type of the values.</param>
internal sealed record Declaration(
    INamedTypeSymbol Cache, TypeDeclarationSyntax Syntax, AttributeData Attribute, INamedTypeSymbol Key, ITypeSymbol Value)
{
    /// <summary>The declaration; null for what the compiler refuses by itself, which needs no diagnostic of ours, and no code.</summary>
    public static Declaration? Create(ISymbol symbol, TypeDeclarationSyntax syntax, AttributeData attribute) =>
        symbol is INamedTypeSymbol { TypeKind: TypeKind.Class } cache
        && attribute.AttributeClass is { TypeArguments: { Length: 2 } arguments }
        && arguments[0] is INamedTypeSymbol key && arguments[1] is { } value
        && CompilerAccepts(key, value)
        && IsFirst(attribute, cache)
            ? new Declaration(cache, syntax, attribute, key, value)
            : null;

    /// <summary>What the attribute sets; null when it leaves the default.</summary>
    public T? Setting<T>(string name) =>
        Attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value is T value ? value : default;

    /// <summary>Where the attribute names the key (0) or the value (1).</summary>
    public Location TypeArgument(int index)
    {
        if (AttributeSyntax is not { } syntax)
            return Syntax.Identifier.GetLocation();
        var name = syntax.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax aliased => aliased.Name,
            _ => syntax.Name,
        };
        return name is GenericNameSyntax generic
            ? generic.TypeArgumentList.Arguments[index].GetLocation()
            : syntax.GetLocation();
    }

    /// <summary>Where the attribute sets the name, else the class.</summary>
    public Location Name => AttributeSyntax?.ArgumentList?.Arguments
        .FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "Name")?.Expression.GetLocation()
        ?? Syntax.Identifier.GetLocation();

    private AttributeSyntax? AttributeSyntax => Attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;

    private static bool CompilerAccepts(INamedTypeSymbol key, ITypeSymbol value) =>
        key is { IsValueType: true, IsRefLikeType: false, IsUnboundGenericType: false }
        && key.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T
        && key.TypeKind != TypeKind.Error && value is { TypeKind: not TypeKind.Error, IsRefLikeType: false };

    private static bool IsFirst(AttributeData attribute, INamedTypeSymbol cache) =>
        cache.GetAttributes().First(other => SymbolEqualityComparer.Default.Equals(
            other.AttributeClass?.OriginalDefinition, attribute.AttributeClass?.OriginalDefinition)).Equals(attribute);
}
