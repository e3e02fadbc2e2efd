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
        IExpressionStatementOperation => !IsInAsync(call, container),
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IConditionalAccessOperation { Parent: IExpressionStatementOperation } => true,
        _ => false,
    };

    private static bool IsInAsync(IOperation operation, ISymbol container)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
                return lambda.Symbol.IsAsync;
            if (parent is ILocalFunctionOperation function)
                return function.Symbol.IsAsync;
        }
        return container is IMethodSymbol { IsAsync: true };
    }
}
