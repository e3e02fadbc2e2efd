using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>The asynchronous form of a call of a cache: <c>SetAsync</c> for <c>Set</c>.</summary>
internal static class AsyncForm
{
    /// <summary>The name of the asynchronous form of a method.</summary>
    public static string NameOf(string method) => method + "Async";

    /// <summary>The asynchronous forms in the type that declares the called method.</summary>
    public static IEnumerable<IMethodSymbol> Of(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.GetMembers(NameOf(call.TargetMethod.Name)).OfType<IMethodSymbol>();

    /// <summary>For each argument, in the order of the source, the name that it needs in an asynchronous form, or nothing.</summary>
    /// <returns>Null when no asynchronous form takes all of the arguments.</returns>
    public static IReadOnlyList<string>? NamesOfArguments(IInvocationOperation call)
    {
        var given = call.Arguments
            .Where(static argument => argument.ArgumentKind == ArgumentKind.Explicit)
            .OrderBy(static argument => argument.Syntax.SpanStart)
            .Select(argument => call.TargetMethod.ConstructedFrom.Parameters[argument.Parameter!.Ordinal])
            .ToImmutableArray();
        return Of(call).FirstOrDefault(form => Takes(form, call.TargetMethod, given)) is { } taking
            ? [.. given.Select((parameter, place) => taking.Parameters[place].Name == parameter.Name ? "" : parameter.Name)]
            : null;
    }

    private static bool Takes(IMethodSymbol form, IMethodSymbol called, ImmutableArray<IParameterSymbol> given) =>
        form.Arity == called.Arity
        && given.All(parameter => form.Parameters.Any(other => IsSame(parameter, other)))
        && form.Parameters.All(parameter => parameter.IsOptional || given.Any(other => other.Name == parameter.Name));

    // The type parameters of two methods are different symbols of one name.
    private static bool IsSame(IParameterSymbol parameter, IParameterSymbol other) =>
        parameter.Name == other.Name && parameter.Type.ToDisplayString() == other.Type.ToDisplayString();
}
