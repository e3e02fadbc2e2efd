using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WriteBack.Fast.Generators;
using WriteBack.Fast.Generators.Analysis;
using WriteBack.Fast.Generators.Diagnostics;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace WriteBack.Fast.CodeFixes;

/// <summary>Awaits the asynchronous form of a write, where that form takes all of the write's arguments.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitCallFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.BlockingCall.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var (document, ct) = (context.Document, context.CancellationToken);
        var root = await document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Hint.Arguments, out string? names) || names is null
                || root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
                || NameIn(call.Expression) is not { } name)
            {
                continue;
            }

            string form = AsyncForm.NameOf(name.Identifier.ValueText);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Await '{form}'",
                    _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(call, Awaited(call, name, form, names.Split(','))))),
                    equivalenceKey: nameof(AwaitCallFix)),
                diagnostic);
        }
    }

    // A null-conditional call has no name here: where the cache is null, there is nothing to await.
    private static SimpleNameSyntax? NameIn(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static ParenthesizedExpressionSyntax Awaited(
        InvocationExpressionSyntax call, SimpleNameSyntax name, string form, IReadOnlyList<string> names)
    {
        var renamed = name.WithIdentifier(Identifier(form).WithTriviaFrom(name.Identifier));
        var asynchronous = call
            .WithExpression(call.Expression.ReplaceNode(name, renamed))
            .WithArgumentList(Carried(call.ArgumentList, names))
            .WithoutTrivia();
        return ParenthesizedExpression(AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), asynchronous))
            .WithTriviaFrom(call)
            .WithAdditionalAnnotations(Simplifier.Annotation);
    }

    private static ArgumentListSyntax Carried(ArgumentListSyntax list, IReadOnlyList<string> names) => list.ReplaceNodes(
        list.Arguments, (argument, _) => Carried(argument, names[list.Arguments.IndexOf(argument)]));

    // The asynchronous forms take every argument by value.
    private static ArgumentSyntax Carried(ArgumentSyntax argument, string name)
    {
        var carried = argument.RefKindKeyword.IsKind(SyntaxKind.None)
            ? argument
            : argument
                .WithRefKindKeyword(default)
                .WithExpression(argument.Expression.WithLeadingTrivia(argument.RefKindKeyword.LeadingTrivia));
        if (name.Length == 0 || argument.NameColon is not null)
            return carried;
        var colon = NameColon(IdentifierName(Naming.Escape(name)))
            .WithTrailingTrivia(Space)
            .WithLeadingTrivia(carried.GetLeadingTrivia());
        return carried.WithExpression(carried.Expression.WithoutLeadingTrivia()).WithNameColon(colon);
    }
}
