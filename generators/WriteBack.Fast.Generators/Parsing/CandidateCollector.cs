using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Finds the public properties and fields of a type, the base's first, each in declaration order.</summary>
internal static class CandidateCollector
{
    public static IReadOnlyList<Candidate> Collect(ParseContext context, INamedTypeSymbol type)
    {
        List<Candidate> candidates = [];
        foreach (var level in FromBase(type))
        {
            foreach (var candidate in level.GetMembers().Select(member => Create(context, member)).OfType<Candidate>())
            {
                int hidden = candidates.FindIndex(other => other.Name == candidate.Name);
                if (hidden < 0)
                    candidates.Add(candidate);
                else
                    candidates[hidden] = candidate;
            }
        }
        return candidates;
    }

    /// <summary>Whether a property or field is marked to be left out.</summary>
    public static bool IsIgnored(ParseContext context, ISymbol member)
    {
        var type = (member as IPropertySymbol)?.Type ?? ((IFieldSymbol)member).Type;
        return context.Types.IgnoreAttribute.FirstOf(AttributesOf(member, type)) is not null;
    }

    private static Candidate? Create(ParseContext context, ISymbol member)
    {
        if (member is not (IPropertySymbol or IFieldSymbol)
            || member is not { IsStatic: false, DeclaredAccessibility: Accessibility.Public } || !context.CanUse(member))
        {
            return null;
        }
        return member switch
        {
            IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } property => Create(
                context, property, property.Type,
                isSettable: property.SetMethod is { } setter && context.CanUse(setter),
                isComputed: property.SetMethod is null && !HasStorage(context, property)),
            // A named tuple element is another view of ItemN.
            IFieldSymbol field
                when field.CorrespondingTupleField is not { } underlying || underlying.Name == field.Name => Create(
                context, field, field.Type, isSettable: !field.IsReadOnly, isComputed: false),
            _ => null,
        };
    }

    private static Candidate Create(
        ParseContext context, ISymbol member, ITypeSymbol type, bool isSettable, bool isComputed)
    {
        var attributes = AttributesOf(member, type).ToList();
        var naming = context.Types.ColumnAttribute.FirstOf(attributes);
        string? column = naming?.ConstructorArguments.FirstOrDefault().Value as string;
        return new Candidate(
            member, type,
            string.IsNullOrWhiteSpace(column) ? Naming.SnakeCase(member.Name) : column!,
            ArgumentOf(naming),
            isSettable, isComputed,
            context.Types.IgnoreAttribute.FirstOf(attributes) is not null);
    }

    private static IEnumerable<AttributeData> AttributesOf(ISymbol member, ITypeSymbol type) =>
        member.GetAttributes().Concat(ParameterAttributes(member, type));

    private static IEnumerable<AttributeData> ParameterAttributes(ISymbol member, ITypeSymbol type) =>
        member.ContainingType.InstanceConstructors
            .SelectMany(static constructor => constructor.Parameters)
            .Where(parameter => ConstructionParser.Matches(parameter, member.Name, type))
            .SelectMany(static parameter => parameter.GetAttributes());

    private static Location? ArgumentOf(AttributeData? attribute) =>
        (attribute?.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments[0].GetLocation();

    // In source the compiler knows the backing field; in a referenced assembly only the mark on the accessor tells.
    private static bool HasStorage(ParseContext context, IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field =>
            SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        || context.Types.CompilerGeneratedAttribute.IsOn(property.GetMethod!);

    private static Stack<INamedTypeSymbol> FromBase(INamedTypeSymbol type)
    {
        Stack<INamedTypeSymbol> levels = new();
        for (var level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType!)
            levels.Push(level);
        return levels;
    }
}
