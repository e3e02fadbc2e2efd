using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators;

/// <summary>
/// A type by its metadata name, as a compilation sees it; looked for when it is first asked for. Several symbols may have the name:
/// assemblies bring copies of their own of attributes that their framework lacks, and the compiler heeds all of them.
/// </summary>
internal sealed class KnownType
{
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _symbols;

    private KnownType(IEnumerable<INamedTypeSymbol> symbols) => _symbols = new(symbols.ToImmutableArray);

    /// <summary>Whether the compilation sees no such type.</summary>
    public bool IsMissing => _symbols.Value.IsEmpty;

    /// <summary>The types of these names, wherever they are declared.</summary>
    public static KnownType Named(Compilation compilation, params IEnumerable<string> names) =>
        new(names.SelectMany(name => compilation.GetTypesByMetadataName(name)));

    /// <summary>The types of these names, but for those that source declares: a user's type of the same name is another type.</summary>
    public static KnownType Referenced(Compilation compilation, params IEnumerable<string> names) => new(names
        .SelectMany(name => compilation.GetTypesByMetadataName(name))
        .Where(static type => !type.Locations.Any(static location => location.IsInSource)));

    /// <summary>Whether the symbol is the type, with any type arguments.</summary>
    public bool Is(ITypeSymbol? symbol) =>
        symbol is not null && _symbols.Value.Contains(symbol.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>The first of the attributes that is of this type; null when none is.</summary>
    public AttributeData? FirstOf(IEnumerable<AttributeData> attributes) =>
        attributes.FirstOrDefault(attribute => Is(attribute.AttributeClass));

    /// <summary>Whether the symbol has an attribute of this type.</summary>
    public bool IsOn(ISymbol symbol) => FirstOf(symbol.GetAttributes()) is not null;
}
