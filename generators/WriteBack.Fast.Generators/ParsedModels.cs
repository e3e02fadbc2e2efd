using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators;

/// <summary>
/// The models of the compilation that was seen last, for as long as nothing is declared differently. After each edit Roslyn
/// asks for every class anew, since any declaration anywhere may give a name in it another meaning; but most edits are inside
/// bodies of methods, which declare nothing. Thread-safe. Compilations and syntax are held weakly.
/// </summary>
internal sealed class ParsedModels
{
    private readonly object _gate = new();
    private readonly WeakReference<Compilation?> _latest = new(null);
    private ConditionalWeakTable<SyntaxNode, StrongBox<CacheModel?>> _models = new();

    /// <summary>The model of the class; null where there is none.</summary>
    public CacheModel? GetOrAdd(SyntaxNode declaration, Compilation compilation, Func<CacheModel?> parse) =>
        Of(compilation).GetValue(declaration, _ => new StrongBox<CacheModel?>(parse())).Value;

    private ConditionalWeakTable<SyntaxNode, StrongBox<CacheModel?>> Of(Compilation compilation)
    {
        lock (_gate)
        {
            if (_latest.TryGetTarget(out var latest) && ReferenceEquals(latest, compilation))
                return _models;
            // Whoever still parses for the compilation before has its table.
            if (latest is null || !DeclareTheSame(latest, compilation))
                _models = new();
            _latest.SetTarget(compilation);
            return _models;
        }
    }

    private static bool DeclareTheSame(Compilation left, Compilation right) =>
        left.Options.Equals(right.Options)
        && left.AssemblyName == right.AssemblyName
        && left.References.SequenceEqual(right.References)
        && left.SyntaxTrees.Count() == right.SyntaxTrees.Count()
        && left.SyntaxTrees.Zip(right.SyntaxTrees, static (before, after) => DeclareTheSame(before, after)).All(static same => same);

    // Directives are no tokens, and #nullable changes what a declaration means.
    private static bool DeclareTheSame(SyntaxTree left, SyntaxTree right) =>
        ReferenceEquals(left, right)
        || (left.FilePath == right.FilePath
            && left.Options.Equals(right.Options)
            && !left.GetRoot().ContainsDirectives
            && !right.GetRoot().ContainsDirectives
            && Declarations(left).SequenceEqual(Declarations(right)));

    private static IEnumerable<(int Kind, string? Text)> Declarations(SyntaxTree tree) => tree.GetRoot()
        .DescendantNodesAndTokens(static node => !IsBodyOfMethod(node))
        .Select(static part => (part.RawKind, part.IsToken ? part.AsToken().Text : null));

    // That of an accessor may say "field", and so decides whether the property has storage.
    private static bool IsBodyOfMethod(SyntaxNode node) =>
        node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is BaseMethodDeclarationSyntax;
}
