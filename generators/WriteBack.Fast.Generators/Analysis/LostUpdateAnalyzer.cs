using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Finds entries that are read, changed and set again, where <c>Update</c> would do that atomically.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostUpdateAnalyzer() : CallAnalyzer(Descriptors.LostUpdate)
{
    private protected override void Register(CompilationStartAnalysisContext context, CacheCalls caches) =>
        context.RegisterOperationBlockAction(block => Analyze(block, caches));

    private static void Analyze(OperationBlockAnalysisContext context, CacheCalls caches)
    {
        var reads = new EntryReads(caches);
        foreach (var operation in context.OperationBlocks.SelectMany(OperationTree.InOrder))
        {
            reads.Follow(operation);
            if (operation is not IInvocationOperation { TargetMethod.Name: "Set" or "TrySet" or "SetAsync" } set
                || !caches.Contains(set) || reads.BehindValueOf(set) is not { } read)
            {
                continue;
            }
            string name = set.TargetMethod.Name;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.LostUpdate, CacheCalls.NameOf(set), name == "SetAsync" ? "UpdateAsync" : "Update", read.TargetMethod.Name, name));
        }
    }
}
