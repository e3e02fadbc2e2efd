using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Walks operations.</summary>
internal static class OperationTree
{
    /// <summary>The operation and what is in it, in order, but for the bodies of functions, which run at other times.</summary>
    public static IEnumerable<IOperation> InOrder(IOperation root)
    {
        if (root is IAnonymousFunctionOperation or ILocalFunctionOperation)
            yield break;
        yield return root;
        foreach (var child in root.ChildOperations)
        {
            foreach (var operation in InOrder(child))
                yield return operation;
        }
    }
}
