using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.CodeFixes;

/// <summary>Leaves a member of a value, which cannot be stored, out of the store.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class IgnoreMemberFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
        [Descriptors.NotConstructible.Id, Descriptors.UnknownToMessagePack.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics.Where(static diagnostic => diagnostic.Properties.ContainsKey(Hint.CanIgnore)))
        {
            if (MemberSyntax.At(root, diagnostic.Location.SourceSpan.Start) is not { } member)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Leave it out of the store with [WriteBackIgnore]",
                    ct => MemberSyntax.AddAsync(context.Document, member, "WriteBackIgnore", argument: null, ct),
                    equivalenceKey: nameof(IgnoreMemberFix)),
                diagnostic);
        }
    }
}
