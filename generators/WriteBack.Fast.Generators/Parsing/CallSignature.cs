using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Compares the user's methods with the calls that are generated, as the compiler tells overloads apart.</summary>
internal static class CallSignature
{
    /// <summary>Whether the method takes these types in place of the key, and then what the call takes.</summary>
    public static bool Matches(ParseContext context, IMethodSymbol method, KeyCall call, IReadOnlyList<ITypeSymbol> key) =>
        method.Arity == (call.IsGeneric ? 1 : 0)
        && method.Parameters.Length == key.Count + call.Parameters.Count
        && key.Zip(method.Parameters, (type, parameter) => context.AreSame(type, parameter.Type)).All(static same => same)
        && call.Parameters
            .Zip(method.Parameters.Skip(key.Count), (expected, parameter) => Matches(context, parameter.Type, expected.Type, method))
            .All(static same => same);

    private static bool Matches(ParseContext context, ITypeSymbol type, CallType expected, IMethodSymbol method) => expected switch
    {
        CallType.Value => context.AreSame(type, context.Declaration.Value),
        CallType.Argument => SymbolEqualityComparer.Default.Equals(type, method.TypeParameters[0]),
        CallType.Update => context.Types.UpdateAction.Is(type) && type is INamedTypeSymbol { TypeArguments: { Length: 2 } arguments }
            && context.AreSame(arguments[0], context.Declaration.Value)
            && SymbolEqualityComparer.Default.Equals(arguments[1], method.TypeParameters[0]),
        CallType.Priority => context.Types.FlushPriority.Is(type),
        CallType.Durability => context.Types.WriteDurability.Is(type),
        _ => context.Types.CancellationToken.Is(type),
    };
}
