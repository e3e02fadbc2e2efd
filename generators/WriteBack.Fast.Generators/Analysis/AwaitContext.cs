using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Whether an operation can be awaited where it is.</summary>
internal static class AwaitContext
{
    /// <summary>Whether the innermost function around the operation is asynchronous.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="container">The member around it.</param>
    public static bool IsInAsync(IOperation operation, ISymbol container)
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

    /// <summary>Whether the language forbids an await at the node, although its function is asynchronous.</summary>
    public static bool IsForbidden(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case LockStatementSyntax locked when locked.Statement == child:
                case UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax:
                    return true;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return IsUnsafe(parent);
            }
        }
        return false;
    }

    private static bool IsUnsafe(SyntaxNode function) => function.AncestorsAndSelf().Any(static node => node switch
    {
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        _ => false,
    });
}
