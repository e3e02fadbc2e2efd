using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Parses the value: a column type, a type with members, or anything else as one MessagePack column.</summary>
internal static class ValueParser
{
    private const string SingleColumn = "value";

    public static Entry? Parse(ParseContext context, ITypeSymbol type)
    {
        var location = context.Declaration.TypeArgument(1);
        if (ColumnClassifier.Unwrap(type).Nullability == Nullability.NullableValue)
        {
            context.Report(Descriptors.EmptyValue, location, type.ToDisplayString(), "it must not be nullable");
            return null;
        }
        bool isColumn = ColumnClassifier.Classify(type, context.Types) != ColumnType.MessagePack;
        if (type is not INamedTypeSymbol named || isColumn || IsOpaque(named))
            return Entry.Single(context, type, SingleColumn, location);

        var candidates = CandidateCollector.Collect(context, named);
        if (Framework.Declares(named) && !candidates.Any(static candidate => candidate.IsSettable || !candidate.IsComputed))
            return Entry.Single(context, type, SingleColumn, location);
        if (ConstructionParser.Parse(context, named, candidates, location) is not var (members, construction))
            return null;
        if (members.Count > 0)
            return Entry.Composite(context, named, members, construction, location);

        context.Report(Descriptors.EmptyValue, location, type.Name, "it has no public member to store");
        return null;
    }

    // Types without columns of their own: what only its runtime type can tell, collections, and the framework's classes.
    private static bool IsOpaque(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
        || type.IsAbstract
        || type.AllInterfaces.Any(static other => other.SpecialType == SpecialType.System_Collections_IEnumerable)
        || (type.TypeKind == TypeKind.Class && Framework.Declares(type));
}
