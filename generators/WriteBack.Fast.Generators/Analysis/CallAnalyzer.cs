using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Looks at calls of caches; at nothing where the library is not referred to.</summary>
public abstract class CallAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _descriptor;

    private protected CallAnalyzer(DiagnosticDescriptor descriptor) => _descriptor = descriptor;

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_descriptor];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("WriteBack.Fast.IWriteBackCache`2") is { } contract)
                Register(start, new CacheCalls(contract));
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, CacheCalls caches);
}
