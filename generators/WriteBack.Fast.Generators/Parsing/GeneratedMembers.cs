using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>What the user may not declare in the class, since it is generated.</summary>
internal static class GeneratedMembers
{
    private const string Reason = "a member of this name is generated";

    private static readonly string[] Reserved = ["Schema", "OpenAsync", "Traits", "GeneratedSchema"];

    public static void Check(ParseContext context, Entry key, bool hasMemberCalls)
    {
        var calls = KeyCall.All.Where(call => hasMemberCalls || call == KeyCall.GetAsync).ToList();
        string className = context.Cache.Name;
        if (Reserved.Contains(className) || calls.Any(call => call.Name == className))
            context.Report(Descriptors.MemberExists, context.Identifier, className, Reason);

        List<IReadOnlyList<ITypeSymbol>> keys = [[context.Declaration.Key]];
        if (hasMemberCalls)
            keys.Add([.. key.Members.Select(static member => member.Type)]);
        foreach (var member in context.Cache.GetMembers().Where(member =>
            !member.IsImplicitlyDeclared && !Generated.IsMember(member, context.Types)))
        {
            if (WhyConflicting(context, member, calls, keys) is { } reason)
                context.Report(Descriptors.MemberExists, context.DeclarationOf(member, context.Identifier), member.Name, reason);
        }
    }

    private static string? WhyConflicting(
        ParseContext context, ISymbol member, List<KeyCall> calls, List<IReadOnlyList<ITypeSymbol>> keys)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
            return WhyConflicting(context, constructor);
        if (Reserved.Contains(member.Name))
            return Reason;
        var named = calls.Where(call => call.Name == member.Name).ToList();
        if (member is not IMethodSymbol method)
            return named.Count > 0 ? Reason : null;
        return named.Any(call => keys.Any(key => CallSignature.Matches(context, method, call, key)))
            ? "a method with these parameters is generated"
            : null;
    }

    private static string? WhyConflicting(ParseContext context, IMethodSymbol constructor)
    {
        if (constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is TypeDeclarationSyntax))
            return "the generated constructor cannot call a primary constructor";
        return constructor.Parameters is { Length: 2 } parameters
            && IsStore(context, parameters[0].Type) && context.Types.Options.Is(parameters[1].Type)
            ? "a constructor with these parameters is generated"
            : null;
    }

    private static bool IsStore(ParseContext context, ITypeSymbol type) =>
        context.Types.Store.Is(type) && type is INamedTypeSymbol { TypeArguments: { Length: 2 } arguments }
        && context.AreSame(arguments[0], context.Declaration.Key) && context.AreSame(arguments[1], context.Declaration.Value);
}
