using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Finds writes in asynchronous functions that block the thread while there is no space for them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer() : CallAnalyzer(Descriptors.BlockingCall)
{
    private static readonly ImmutableHashSet<string> Blocking = ["Set", "SetMany", "Update", "Remove"];

    private protected override void Register(CompilationStartAnalysisContext context, CacheCalls caches) =>
        context.RegisterOperationAction(operation => Analyze(operation, caches), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, CacheCalls caches)
    {
        var call = (IInvocationOperation)context.Operation;
        string name = call.TargetMethod.Name;
        if (Blocking.Contains(name) && caches.Declares(call.TargetMethod) && AsyncForm.Of(call).Any()
            && AwaitContext.IsInAsync(call, context.ContainingSymbol) && !AwaitContext.IsForbidden(call.Syntax))
        {
            var hints = ImmutableDictionary<string, string?>.Empty;
            if (AsyncForm.NamesOfArguments(call) is { } names)
                hints = hints.Add(Hint.Arguments, string.Join(",", names));
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.BlockingCall, CacheCalls.NameOf(call), hints, AsyncForm.NameOf(name), name));
        }
    }
}
