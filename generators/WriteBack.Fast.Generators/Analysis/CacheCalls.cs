using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WriteBack.Fast.Generators.Parsing;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Knows calls of caches, by the interface that every cache implements.</summary>
internal sealed class CacheCalls(WellKnownTypes types)
{
    private static readonly ImmutableHashSet<string> Writes =
    [
        "Set", "TrySet", "SetMany", "Update", "Remove", "SetAsync", "UpdateAsync", "RemoveAsync",
    ];

    private static readonly ImmutableHashSet<string> Ends = ["CloseAsync", "DisposeAsync"];

    public static bool IsWrite(IInvocationOperation call) => Writes.Contains(call.TargetMethod.Name);

    public static bool IsEnd(IInvocationOperation call) => Ends.Contains(call.TargetMethod.Name);

    /// <summary>Whether the call is one of a cache.</summary>
    public bool Contains(IInvocationOperation call) =>
        Receiver(call)?.Type is { } type && type.AllInterfaces.Concat([type]).Any(types.CacheContract.Is);

    /// <summary>Whether the method is one of this library or of its generator, not one that a user wrote.</summary>
    public bool Declares(IMethodSymbol method) =>
        types.CacheContract.Is(method.ContainingType)
        || types.CacheBase.Is(method.ContainingType)
        || (types.CacheBase.Is(method.ContainingType.BaseType) && Generated.IsMember(method, types));

    /// <summary>Whether the call gives what can be awaited.</summary>
    public bool IsAsync(IInvocationOperation call) => types.ValueTask.Is(call.TargetMethod.ReturnType);

    /// <summary>The variable or member that holds the cache; null when it is something else.</summary>
    public static ISymbol? Holder(IInvocationOperation call) => Receiver(call) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
        _ => null,
    };

    /// <summary>Where the call names its method.</summary>
    public static Location NameOf(IInvocationOperation call) =>
        ((call.Syntax as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other ?? call.Syntax,
        }).GetLocation();

    private static IOperation? Receiver(IInvocationOperation call)
    {
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        while (receiver is IConversionOperation conversion)
            receiver = conversion.Operand;
        return receiver;
    }
}
