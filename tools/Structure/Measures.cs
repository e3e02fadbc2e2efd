using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WriteBack.Fast.Structure;

/// <summary>Something measured in lines, parameters or uses.</summary>
internal readonly record struct Measure(string Name, int Value);

/// <summary>Sizes of the files, classes and constructors of a source tree.</summary>
internal static class Measures
{
    /// <summary>The lines of each file.</summary>
    public static IReadOnlyList<Measure> Files(SourceTree tree) =>
        [.. tree.Files.Select(static file => new Measure(file.FilePath, LinesOf(file)))];

    /// <summary>The lines of each outermost type, in all its partial declarations, with the comments on top of them.</summary>
    public static IReadOnlyList<Measure> Classes(SourceTree tree) =>
    [
        .. tree.Files.SelectMany(static file => file.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .Where(static type => type.Parent is not BaseTypeDeclarationSyntax)
            .GroupBy(static type => type.Identifier.Text + ArityOf(type))
            .Select(static parts => new Measure(parts.Key, parts.Sum(static part => LinesOf(part)))),
    ];

    /// <summary>The parameters of each constructor. Those of a positional record are its data, and are left out.</summary>
    public static IReadOnlyList<Measure> Constructors(SourceTree tree) =>
    [
        .. tree.Files.SelectMany(static file => file.GetRoot().DescendantNodes())
            .Select(static node => node switch
            {
                ConstructorDeclarationSyntax constructor =>
                    new Measure(constructor.Identifier.Text, constructor.ParameterList.Parameters.Count),
                TypeDeclarationSyntax { ParameterList: { } parameters } type and not RecordDeclarationSyntax =>
                    new Measure(type.Identifier.Text, parameters.Parameters.Count),
                _ => default,
            })
            .Where(static measure => measure.Name is not null),
    ];

    /// <summary>The value below which a share of the measures lies.</summary>
    public static int Percentile(IReadOnlyList<Measure> measures, double share)
    {
        int[] sorted = [.. measures.Select(static measure => measure.Value).Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    private static int LinesOf(SyntaxTree file) => file.GetText().ToString().AsSpan().TrimEnd().Count('\n') + 1;

    private static int LinesOf(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var lines = text.Lines;
        return lines.GetLinePosition(node.Span.End).Line - lines.GetLinePosition(node.FullSpan.Start).Line + 1;
    }

    private static string ArityOf(BaseTypeDeclarationSyntax type) =>
        type is TypeDeclarationSyntax { TypeParameterList.Parameters.Count: > 0 and var count } ? $"`{count}" : "";
}
