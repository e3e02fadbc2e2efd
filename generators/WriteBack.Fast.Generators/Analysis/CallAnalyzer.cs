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
            var types = WellKnownTypes.Of(start.Compilation);
            if (!types.CacheContract.IsMissing)
                Register(start, new CacheCalls(types));
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, CacheCalls caches);
}
