using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.CodeFixes;

/// <summary>Gives a column, or a cache that was given a name, another name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenameFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.DuplicateColumn.Id, Descriptors.InvalidName.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var (document, ct) = (context.Document, context.CancellationToken);
        var model = await document.GetSemanticModelAsync(ct).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (model is null || !diagnostic.Properties.TryGetValue(Hint.Name, out string? name) || name is null
                || Change(document, model, diagnostic.Location.SourceSpan.Start, name, ct) is not { } change)
            {
                continue;
            }
            context.RegisterCodeFix(CodeAction.Create($"Name it '{name}'", change, equivalenceKey: nameof(RenameFix)), diagnostic);
        }
    }

    private static Func<CancellationToken, Task<Document>>? Change(
        Document document, SemanticModel model, int position, string name, CancellationToken ct)
    {
        var root = model.SyntaxTree.GetRoot(ct);
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name));
        var member = MemberSyntax.At(root, position);
        var given = member is null
            ? root.FindToken(position).Parent?.FirstAncestorOrSelf<AttributeArgumentSyntax>()
            : MemberSyntax.Attribute(member, model, WellKnownTypes.Of(model.Compilation).ColumnAttribute, ct)
                ?.ArgumentList?.Arguments.FirstOrDefault();
        if (given is not null)
            return _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(given.Expression, literal)));
        return member is null ? null : token => MemberSyntax.AddAsync(document, member, "WriteBackColumn", literal, token);
    }
}
