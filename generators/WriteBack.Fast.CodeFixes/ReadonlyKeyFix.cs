using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.CodeFixes;

/// <summary>Makes a key a readonly record struct, wherever it is declared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReadonlyKeyFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.MutableKey.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var (document, ct) = (context.Document, context.CancellationToken);
        var root = await document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(ct).ConfigureAwait(false);
        if (root?.FindNode(context.Span) is not { } argument
            || model?.GetTypeInfo(argument, ct).Type is not { DeclaringSyntaxReferences: { Length: 1 } references } key
            || await references[0].GetSyntaxAsync(ct).ConfigureAwait(false) is not TypeDeclarationSyntax declaration
            || document.Project.Solution.GetDocument(declaration.SyntaxTree) is not { } home
            || ReadonlyRecord.From(declaration) is not { } changed)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Make '{key.Name}' a readonly record struct",
                token => FixedAsync(home, declaration, changed, token),
                equivalenceKey: nameof(ReadonlyKeyFix)),
            context.Diagnostics);
    }

    private static async Task<Document> FixedAsync(
        Document document, TypeDeclarationSyntax declaration, TypeDeclarationSyntax changed, CancellationToken ct)
    {
        var editor = await DocumentEditor.CreateAsync(document, ct).ConfigureAwait(false);
        editor.ReplaceNode(declaration, (_, generator) =>
            generator.WithModifiers(changed, generator.GetModifiers(changed).WithIsReadOnly(true)));
        return editor.GetChangedDocument();
    }
}
