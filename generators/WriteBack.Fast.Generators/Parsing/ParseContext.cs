using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>One declaration under the parser: what it is, and what was found wrong with it so far.</summary>
internal sealed class ParseContext(Declaration declaration, Compilation compilation)
{
    private readonly List<Diagnostic> _diagnostics = [];

    public Declaration Declaration { get; } = declaration;

    public INamedTypeSymbol Cache => Declaration.Cache;

    public Compilation Compilation { get; } = compilation;

    public WellKnownTypes Types { get; } = WellKnownTypes.Of(compilation);

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public bool HasErrors => _diagnostics.Any(static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);

    public Location Identifier => Declaration.Syntax.Identifier.GetLocation();

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(Diagnostic.Create(descriptor, location, arguments));

    /// <summary>Reports something with what its code fix needs to know.</summary>
    public void ReportFixable(
        DiagnosticDescriptor descriptor, Location location, string hint, string hinted, params string[] arguments) =>
        _diagnostics.Add(Diagnostic.Create(
            descriptor, location, ImmutableDictionary<string, string?>.Empty.Add(hint, hinted), arguments));

    /// <summary>Whether code in the cache can use the symbol: it is accessible, and using it is no error by <c>[Obsolete]</c>.</summary>
    public bool CanUse(ISymbol symbol) => Compilation.IsSymbolAccessibleWithin(symbol, Cache)
        && !(Types.ObsoleteAttribute.FirstOf(symbol.GetAttributes()) is { ConstructorArguments: { Length: 2 } arguments }
            && arguments[1].Value is true);

    /// <summary>Whether two signatures that differ in these types alone are one to the compiler, as with the names of a tuple.</summary>
    public bool AreSame(ITypeSymbol left, ITypeSymbol right) => Compilation.ClassifyConversion(left, right).IsIdentity;

    /// <summary>Where the symbol is declared in this compilation, else the fallback.</summary>
    public Location DeclarationOf(ISymbol? symbol, Location fallback) =>
        symbol?.Locations.FirstOrDefault(location =>
            location.SourceTree is { } tree && Compilation.ContainsSyntaxTree(tree)) ?? fallback;
}
