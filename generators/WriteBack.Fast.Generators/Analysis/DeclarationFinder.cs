using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators.Parsing;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Finds the caches of a compilation: by what is written first, since symbols cost more than syntax.</summary>
internal static class DeclarationFinder
{
    private const string Mark = "WriteBackCache";

    public static IEnumerable<Declaration> Find(Compilation compilation, CancellationToken ct)
    {
        var mark = WellKnownTypes.Of(compilation).CacheAttribute;
        if (mark.IsMissing)
            return [];
        var files = compilation.SyntaxTrees.Select(tree => tree.GetRoot(ct)).OfType<CompilationUnitSyntax>().ToList();
        var aliases = new HashSet<string>(files.SelectMany(AliasesOfMark));
        return files
            .SelectMany(file => Types(file).Where(type => MayBeMarked(type, aliases)))
            .Select(static type => type.Identifier.ValueText)
            .Distinct()
            .SelectMany(name => compilation.GetSymbolsWithName(name, SymbolFilter.Type, ct))
            .Select(symbol => Create(symbol, mark, ct))
            .OfType<Declaration>();
    }

    private static IEnumerable<string> AliasesOfMark(CompilationUnitSyntax file) => file
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<UsingDirectiveSyntax>()
        .Where(static directive => directive.Alias is not null && directive.NamespaceOrType.ToString().Contains(Mark))
        .Select(static directive => directive.Alias!.Name.Identifier.ValueText);

    private static IEnumerable<TypeDeclarationSyntax> Types(CompilationUnitSyntax file) => file
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<TypeDeclarationSyntax>();

    private static bool MayBeMarked(TypeDeclarationSyntax type, HashSet<string> aliases) => type.AttributeLists
        .SelectMany(static list => list.Attributes)
        .Any(attribute => attribute.Name.ToString() is var name && (name.Contains(Mark) || aliases.Contains(name)));

    private static Declaration? Create(ISymbol symbol, KnownType mark, CancellationToken ct) =>
        mark.FirstOf(symbol.GetAttributes()) is { } attribute
        && attribute.ApplicationSyntaxReference?.GetSyntax(ct).Parent?.Parent is TypeDeclarationSyntax syntax
            ? Declaration.Create(symbol, syntax, attribute)
            : null;
}
