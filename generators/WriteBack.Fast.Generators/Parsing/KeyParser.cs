using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Parses the key: a column type, or a struct of non-nullable members of column types.</summary>
internal static class KeyParser
{
    public static Entry? Parse(ParseContext context, INamedTypeSymbol type)
    {
        var location = context.Declaration.TypeArgument(0);
        if (ColumnClassifier.Classify(type, context.Types) != ColumnType.MessagePack)
            return Entry.Single(context, type, "key", location);

        var candidates = CandidateCollector.Collect(context, type);
        if (candidates.FirstOrDefault(static candidate => candidate.IsIgnored) is { } ignored)
        {
            Report(context, type, ignored, location, $"remove [WriteBackIgnore] from '{ignored.Name}', a key is stored whole");
            return null;
        }
        if (ConstructionParser.Parse(context, type, candidates, location) is not var (members, construction))
            return null;
        if (members.Count == 0)
        {
            context.Report(Descriptors.UnsupportedKey, location, type.Name, "it has no public member to store");
            return null;
        }

        bool supported = true;
        foreach (var member in members)
        {
            if (WhyUnsupported(context, member) is { } reason)
            {
                Report(context, type, member, location, reason);
                supported = false;
            }
        }
        return supported ? Entry.Composite(context, type, members, construction, location) : null;
    }

    private static string? WhyUnsupported(ParseContext context, Candidate member)
    {
        var (core, nullability) = ColumnClassifier.Unwrap(member.Type);
        if (nullability is Nullability.NullableValue or Nullability.NullableReference)
            return $"'{member.Name}' must not be nullable";
        return ColumnClassifier.Classify(core, context.Types) == ColumnType.MessagePack
            ? $"'{member.Name}' must have a column type, not '{core.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)}'"
            : null;
    }

    private static void Report(ParseContext context, INamedTypeSymbol type, Candidate member, Location fallback, string reason) =>
        context.Report(Descriptors.UnsupportedKey, context.DeclarationOf(member.Symbol, fallback), type.Name, reason);
}
