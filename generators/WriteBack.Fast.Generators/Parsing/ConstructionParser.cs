using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>
/// Chooses how a type is made from its columns: the constructor that takes the most members, an initializer for the rest.
/// </summary>
internal static class ConstructionParser
{
    /// <summary>What is stored of the type and how it is put together again; null when it cannot be, which is then reported.</summary>
    public static (IReadOnlyList<Candidate> Stored, ConstructionModel Construction)? Parse(
        ParseContext context, INamedTypeSymbol type, IReadOnlyList<Candidate> candidates, Location location)
    {
        var constructor = type.InstanceConstructors
            .Where(context.CanUse)
            .Where(method => method.Parameters.All(parameter => IsFillable(parameter, candidates)))
            .OrderByDescending(method => method.Parameters.Count(parameter => Find(parameter, candidates) is { IsIgnored: false }))
            .ThenBy(static method => method.Parameters.Length)
            .FirstOrDefault();
        if (constructor is null)
        {
            context.Report(Descriptors.NotConstructible, location, type.Name, WhyNoConstructor(context, type, candidates));
            return null;
        }

        var covered = new HashSet<Candidate>(constructor.Parameters
            .Select(parameter => Find(parameter, candidates)).OfType<Candidate>());
        var stored = candidates
            .Where(candidate => !candidate.IsIgnored)
            .Where(candidate => covered.Contains(candidate) || candidate.IsSettable || !candidate.IsComputed)
            .ToList();
        foreach (var candidate in stored)
        {
            if (WhyNotRestorable(candidate, covered) is { } reason)
            {
                ReportMember(context, type, candidate, location, reason);
                return null;
            }
        }
        return (stored, Assign(context, type, constructor, candidates, stored, covered));
    }

    /// <summary>Whether the parameter stands for the member: the same name but for case, and the same type.</summary>
    public static bool Matches(IParameterSymbol parameter, string name, ITypeSymbol type) =>
        string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(parameter.Type, type);

    private static ConstructionModel Assign(
        ParseContext context, INamedTypeSymbol type, IMethodSymbol constructor, IReadOnlyList<Candidate> candidates,
        List<Candidate> stored, HashSet<Candidate> covered)
    {
        int? IndexOf(Candidate candidate) => stored.IndexOf(candidate) is >= 0 and var index ? index : null;

        var required = context.Types.SetsRequiredMembersAttribute.IsOn(constructor) ? [] : RequiredNames(type);
        var arguments = constructor.Parameters
            .Select(parameter => (parameter.Name, Member: Find(parameter, candidates)))
            .Where(static argument => argument.Member is not null)
            .Select(argument => new Assignment(Naming.Escape(argument.Name), IndexOf(argument.Member!)));
        var initializers = stored
            .Where(candidate => !covered.Contains(candidate) || required.Contains(candidate.Name))
            .Select(candidate => new Assignment(Naming.Escape(candidate.Name), IndexOf(candidate)));
        var defaults = required
            .Where(name => stored.All(candidate => candidate.Name != name))
            .Select(static name => new Assignment(Naming.Escape(name), null));
        return new ConstructionModel(new(arguments), new(initializers.Concat(defaults)));
    }

    private static List<string> RequiredNames(INamedTypeSymbol type)
    {
        List<string> names = [];
        for (var level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType!)
        {
            names.AddRange(level.GetMembers()
                .Where(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                .Select(static member => member.Name)
                .Where(name => !names.Contains(name)));
        }
        return names;
    }

    private static bool IsFillable(IParameterSymbol parameter, IReadOnlyList<Candidate> candidates) =>
        parameter.RefKind is RefKind.None or RefKind.In
        && (parameter.IsOptional || Find(parameter, candidates) is not null);

    private static Candidate? Find(IParameterSymbol parameter, IReadOnlyList<Candidate> candidates)
    {
        Candidate? found = null;
        foreach (var candidate in candidates)
        {
            if (!Matches(parameter, candidate.Name, candidate.Type))
                continue;
            if (candidate.Name == parameter.Name)
                return candidate;
            found ??= candidate;
        }
        return found;
    }

    private static string WhyNoConstructor(ParseContext context, INamedTypeSymbol type, IReadOnlyList<Candidate> candidates)
    {
        var unknown = type.InstanceConstructors
            .Where(context.CanUse)
            .SelectMany(static constructor => constructor.Parameters)
            .FirstOrDefault(parameter => !IsFillable(parameter, candidates));
        return unknown is null
            ? "it has no constructor that the cache can call"
            : $"no member has the name and type of the constructor parameter '{unknown.Name}'";
    }

    // A key is stored whole, so only what is left out of a value can be ignored.
    private static void ReportMember(
        ParseContext context, INamedTypeSymbol type, Candidate candidate, Location location, string reason)
    {
        var place = context.DeclarationOf(candidate.Symbol, location);
        if (SymbolEqualityComparer.Default.Equals(type, context.Declaration.Key))
            context.Report(Descriptors.NotConstructible, place, type.Name, reason);
        else
            context.ReportFixable(Descriptors.NotConstructible, place, Hint.CanIgnore, "", type.Name, reason + ", or mark it [WriteBackIgnore]");
    }

    private static string? WhyNotRestorable(Candidate candidate, HashSet<Candidate> covered)
    {
        if (candidate.Type is { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } or { IsRefLikeType: true })
            return $"give '{candidate.Name}' a type that can be stored";
        return candidate.IsSettable || covered.Contains(candidate)
            ? null
            : $"give '{candidate.Name}' an accessible setter or a constructor parameter";
    }
}
