using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>
/// Tells what is wrong with the declarations of caches, by the parser that the generator uses. Caches lie about members in other
/// files, and editors offer fixes only for what is found while a file is looked at: so each file asks for its part of all.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NotPartial, Descriptors.Generic, Descriptors.NotOrdinary, Descriptors.ContainerNotPartial,
        Descriptors.UnsupportedKey, Descriptors.EmptyValue, Descriptors.NotConstructible, Descriptors.DuplicateColumn,
        Descriptors.LessAccessible, Descriptors.MemberExists, Descriptors.InvalidName, Descriptors.MutableKey,
        Descriptors.MutableValue, Descriptors.DuplicateName, Descriptors.LargeValue, Descriptors.UnknownToMessagePack,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // Published only, so that a run which is cancelled is not remembered.
            var found = new Lazy<ILookup<SyntaxTree?, Diagnostic>>(
                () => DeclarationCheck.Run(start.Compilation, start.CancellationToken).ToLookup(static diagnostic => diagnostic.Location.SourceTree),
                LazyThreadSafetyMode.PublicationOnly);
            start.RegisterSemanticModelAction(file =>
            {
                foreach (var diagnostic in found.Value[file.SemanticModel.SyntaxTree])
                    file.ReportDiagnostic(diagnostic);
            });
        });
    }
}
