using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Finds asynchronous calls of a cache whose result is thrown away where the compiler's CS4014 is silent.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAwaitedAnalyzer() : CallAnalyzer(Descriptors.NotAwaited)
{
    private protected override void Register(CompilationStartAnalysisContext context, CacheCalls caches) =>
        context.RegisterOperationAction(operation => Analyze(operation, caches), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, CacheCalls caches)
    {
        var call = (IInvocationOperation)context.Operation;
        if (caches.IsAsync(call) && caches.Contains(call) && IsLost(call, context.ContainingSymbol))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAwaited, CacheCalls.NameOf(call), call.TargetMethod.Name));
    }

    private static bool IsLost(IInvocationOperation call, ISymbol container) => call.Parent switch
    {
        IExpressionStatementOperation => !AwaitContext.IsInAsync(call, container),
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IConditionalAccessOperation { Parent: IExpressionStatementOperation } => true,
        _ => false,
    };
}
