using System.Reflection;
using System.Reflection.Emit;

namespace WriteBack.Fast.Tests;

/// <summary>No test can open a cache without its ledger being checked in the end.</summary>
public class LedgerRuleTests
{
    // A call of a method: the opcode and four bytes of token.
    private const int CallSize = 1 + sizeof(int);

    private static readonly Assembly Tests = typeof(LedgerRuleTests).Assembly;

    [Fact]
    public void Caches_are_opened_by_those_alone_who_check_the_ledger() =>
        Assert.Equal([nameof(Open), nameof(Model.Driver)], Callers().Select(Outermost).Distinct().Select(static type => type.Name).Order().Reverse());

    private static IEnumerable<Type> Callers() =>
        from type in Tests.GetTypes()
        from method in type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where CallsOpen(method)
        select type;

    private static bool CallsOpen(MethodInfo method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at + CallSize <= code.Length; at++)
        {
            if (code[at] == OpCodes.Call.Value && IsOpen(BitConverter.ToInt32(code, at + 1)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a token, or what looks like one, is the generated method of a cache of this assembly.</summary>
    private static bool IsOpen(int token)
    {
        const int methodDefinitions = 0x06;
        if (token >> 24 != methodDefinitions)
            return false;
        try
        {
            var called = Tests.ManifestModule.ResolveMethod(token)!;
            return called.Name == "OpenAsync" && typeof(IAsyncDisposable).IsAssignableFrom(called.DeclaringType)
                && called.DeclaringType!.BaseType is { IsGenericType: true } engine
                && engine.GetGenericTypeDefinition() == typeof(WriteBackCache<,,>);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
