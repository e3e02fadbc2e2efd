using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Finds writes to a cache in statements that follow the one that closed it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteAfterCloseAnalyzer() : CallAnalyzer(Descriptors.WriteAfterClose)
{
    private protected override void Register(CompilationStartAnalysisContext context, CacheCalls caches) =>
        context.RegisterOperationAction(operation => Analyze(operation, caches), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, CacheCalls caches)
    {
        var end = (IInvocationOperation)context.Operation;
        if (!CacheCalls.IsEnd(end) || !caches.Contains(end) || CacheCalls.Holder(end) is not { } cache
            || Statement(end) is not { Parent: IBlockOperation block } statement)
        {
            return;
        }

        var later = block.Operations.SkipWhile(other => other != statement).Skip(1).SelectMany(OperationTree.InOrder);
        foreach (var operation in later)
        {
            if (operation is IAssignmentOperation { Target: var target } && Refers(target, cache))
                return;
            if (operation is IInvocationOperation write && CacheCalls.IsWrite(write) && caches.Contains(write)
                && SymbolEqualityComparer.Default.Equals(CacheCalls.Holder(write), cache))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.WriteAfterClose, CacheCalls.NameOf(write), write.TargetMethod.Name, end.TargetMethod.Name, cache.Name));
            }
        }
    }

    // The statement that certainly makes the call: nothing conditional is on the way to it.
    private static IOperation? Statement(IOperation call)
    {
        var current = call;
        while (current is IInvocationOperation or IArgumentOperation or IAwaitOperation or IConversionOperation
            or ISimpleAssignmentOperation or IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation)
        {
            current = current.Parent;
        }
        return current is IExpressionStatementOperation or IVariableDeclarationGroupOperation ? current : null;
    }

    private static bool Refers(IOperation target, ISymbol cache) => target switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, cache),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, cache),
        IMemberReferenceOperation member => SymbolEqualityComparer.Default.Equals(member.Member, cache),
        _ => false,
    };
}
