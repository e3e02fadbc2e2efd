using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>A use of a type that another folder declares.</summary>
/// <param name="From">The folder that uses it.</param>
/// <param name="To">The folder that declares it.</param>
/// <param name="Place">The file and line of the use, and the type.</param>
internal sealed record FolderUse(string From, string To, string Place);

/// <summary>Finds out which folders of a project use types of which others. The compiler says what each name and expression means.</summary>
internal sealed class FolderUses(CSharpCompilation compilation, Func<string, string> folderOf)
{
    public IEnumerable<string> Folders => compilation.SyntaxTrees.Select(tree => folderOf(tree.FilePath)).Distinct();

    public IEnumerable<FolderUse> All() => compilation.SyntaxTrees.SelectMany(In);

    /// <summary>The uses in one file.</summary>
    public IEnumerable<FolderUse> In(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        string user = folderOf(tree.FilePath);
        return
            from node in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
            from type in Types(model.GetSymbolInfo(node).Symbol).Concat(Types(model.GetTypeInfo(node).Type))
                .Distinct(SymbolEqualityComparer.Default)
            from declaration in type.DeclaringSyntaxReferences
            let used = folderOf(declaration.SyntaxTree.FilePath)
            where used != user
            select new FolderUse(user, used, $"{tree.FilePath}({tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}): {type.Name}");
    }

    private static IEnumerable<ITypeSymbol> Types(ISymbol? symbol) => symbol switch
    {
        IArrayTypeSymbol array => Types(array.ElementType),
        ITypeParameterSymbol => [],
        INamedTypeSymbol type => type.TypeArguments.SelectMany(Types).Append(type),
        { ContainingType: { } container } => Types(container),
        _ => [],
    };
}
