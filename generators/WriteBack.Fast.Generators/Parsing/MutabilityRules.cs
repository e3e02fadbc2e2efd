using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>What could be changed behind the cache's back should not be.</summary>
internal static class MutabilityRules
{
    public static void Check(ParseContext context)
    {
        var (key, value) = (context.Declaration.Key, context.Declaration.Value);
        // Tuples and types of other assemblies are not the user's to change.
        if (!key.IsTupleType && key.Locations.Any(static location => location.IsInSource) && !key.IsReadOnly
            && key.GetMembers().Any(member => IsMutable(context, member)))
        {
            context.Report(Descriptors.MutableKey, context.Declaration.TypeArgument(0), key.Name);
        }
        if (value.TypeKind == TypeKind.Class && FirstMutable(context, value) is { } member)
            context.Report(Descriptors.MutableValue, context.Declaration.TypeArgument(1), value.Name, member.Name);
    }

    private static ISymbol? FirstMutable(ParseContext context, ITypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.GetMembers().FirstOrDefault(member => IsMutable(context, member)) is { } mutable)
                return mutable;
        }
        return null;
    }

    private static bool IsMutable(ParseContext context, ISymbol member) =>
        member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
            and (IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public } })
        && !CandidateCollector.IsIgnored(context, member);
}
