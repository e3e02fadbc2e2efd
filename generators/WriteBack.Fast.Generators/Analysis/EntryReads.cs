using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Which variables hold what was read of an entry, at a point of a method.</summary>
internal sealed class EntryReads(CacheCalls caches)
{
    // What else calls take beside the key.
    private static readonly string[] NotKey = ["value", "priority", "durability", "ct", "cache"];

    private readonly Dictionary<ISymbol, IInvocationOperation> _reads = new(SymbolEqualityComparer.Default);

    /// <summary>Takes note of a read into a variable, or of a variable that is made from another.</summary>
    public void Follow(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "TryGet" } call when caches.Contains(call) && OutputOf(call) is { } output:
                _reads[output] = call;
                break;
            case IVariableDeclaratorOperation declarator when Source(declarator.GetVariableInitializer()?.Value) is { } read:
                _reads[declarator.Symbol] = read;
                break;
        }
    }

    /// <summary>The read of the same entry that the value which is set came from; null when there is none.</summary>
    public IInvocationOperation? BehindValueOf(IInvocationOperation set)
    {
        var value = set.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "value")?.Value;
        return Source(value) is { } read && IsOfSameEntry(read, set) ? read : null;
    }

    private IInvocationOperation? Source(IOperation? value) => value is null ? null : OperationTree.InOrder(value)
        .Select(operation => operation switch
        {
            ILocalReferenceOperation local when _reads.TryGetValue(local.Local, out var read) => read,
            IInvocationOperation { TargetMethod.Name: "GetAsync" or "LookupAsync" } call when caches.Contains(call) => call,
            _ => null,
        })
        .FirstOrDefault(static read => read is not null);

    private static ISymbol? OutputOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "value")?.Value switch
        {
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
            ILocalReferenceOperation local => local.Local,
            _ => null,
        };

    private static bool IsOfSameEntry(IInvocationOperation read, IInvocationOperation set) =>
        CacheCalls.Holder(read) is { } cache
        && SymbolEqualityComparer.Default.Equals(cache, CacheCalls.Holder(set))
        && KeyOf(read).SequenceEqual(KeyOf(set), StringComparer.Ordinal);

    private static IEnumerable<string> KeyOf(IInvocationOperation call) => call.Arguments
        .Where(static argument => argument is { IsImplicit: false, Parameter.Name: var name } && !NotKey.Contains(name))
        .Select(static argument => argument.Value.Syntax.ToString());
}
