using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>What the class itself, and the types around it, must be.</summary>
internal static class DeclarationRules
{
    public static void Check(ParseContext context)
    {
        var cache = context.Cache;
        if (!IsPartial(context.Declaration.Syntax))
            context.Report(Descriptors.NotPartial, context.Identifier, cache.Name);
        if (IsInGeneric(cache))
            context.Report(Descriptors.Generic, context.Identifier, cache.Name);
        if (WhyNotOrdinary(context, cache) is { } reason)
            context.Report(Descriptors.NotOrdinary, context.Identifier, cache.Name, reason);

        foreach (var container in context.Declaration.Syntax.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (!IsPartial(container))
            {
                context.Report(
                    Descriptors.ContainerNotPartial, container.Identifier.GetLocation(), container.Identifier.ValueText, cache.Name);
            }
        }
    }

    private static bool IsPartial(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsInGeneric(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.Arity > 0)
                return true;
        }
        return false;
    }

    private static string? WhyNotOrdinary(ParseContext context, INamedTypeSymbol cache) => cache switch
    {
        { IsRecord: true } => "must not be a record",
        { IsStatic: true } => "must not be static",
        { IsAbstract: true } => "must not be abstract",
        { BaseType: { SpecialType: not SpecialType.System_Object } ancestor } when !Generated.IsBase(ancestor, cache, context.Types) =>
            "must not have a base class of its own",
        _ when Visibility.IsFileLocal(cache) => "must not be local to its file, which the generated code is not in",
        _ => null,
    };
}
