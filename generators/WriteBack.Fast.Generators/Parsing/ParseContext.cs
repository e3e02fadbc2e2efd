using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>One declaration under the parser: what it is, and what was found wrong with it so far.</summary>
internal sealed class ParseContext(
    INamedTypeSymbol cache, TypeDeclarationSyntax declaration, AttributeData attribute, Compilation compilation)
{
    private readonly List<DiagnosticInfo> _diagnostics = [];

    public INamedTypeSymbol Cache { get; } = cache;

    public TypeDeclarationSyntax Declaration { get; } = declaration;

    public AttributeData Attribute { get; } = attribute;

    public Compilation Compilation { get; } = compilation;

    public IReadOnlyList<DiagnosticInfo> Diagnostics => _diagnostics;

    public Location Identifier => Declaration.Identifier.GetLocation();

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));

    /// <summary>Whether code in the cache can use the symbol: it is accessible, and using it is no error by <c>[Obsolete]</c>.</summary>
    public bool CanUse(ISymbol symbol) => Compilation.IsSymbolAccessibleWithin(symbol, Cache)
        && !symbol.GetAttributes().Any(static attribute =>
            attribute is { AttributeClass.Name: nameof(ObsoleteAttribute), ConstructorArguments: { Length: 2 } arguments }
            && arguments[1].Value is true);

    /// <summary>Where the attribute names the key (0) or the value (1).</summary>
    public Location TypeArgument(int index)
    {
        if (Attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
            return Identifier;
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

    /// <summary>Where the symbol is declared in this compilation, else the fallback.</summary>
    public Location DeclarationOf(ISymbol? symbol, Location fallback) =>
        symbol?.Locations.FirstOrDefault(location =>
            location.SourceTree is { } tree && Compilation.ContainsSyntaxTree(tree)) ?? fallback;
}
