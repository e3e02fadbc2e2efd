using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>What MessagePack's standard resolver has a formatter for.</summary>
internal static class MessagePackTypes
{
    private const int MaxRank = 4;

    private static readonly string[] Marks =
        ["MessagePackObjectAttribute", "MessagePackFormatterAttribute", "UnionAttribute", "DataContractAttribute"];

    private static readonly string[] Simple =
    [
        "System.Half", "System.Version", "System.Uri", "System.Text.StringBuilder", "System.Collections.BitArray",
        "System.Numerics.BigInteger", "System.Numerics.Complex",
    ];

    private static readonly string[] Wrappers =
    [
        "Nullable", "Tuple", "ValueTuple", "KeyValuePair", "Lazy", "ArraySegment", "Memory", "ReadOnlyMemory", "ReadOnlySequence",
    ];

    /// <summary>The type, or one that it is made of, that is not known; null when all are.</summary>
    public static ITypeSymbol? FirstUnknown(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: <= MaxRank } array => FirstUnknown(array.ElementType),
        INamedTypeSymbol named when ColumnClassifier.Classify(named) != ColumnType.MessagePack || IsMarked(named) => null,
        INamedTypeSymbol named when Simple.Contains(named.OriginalDefinition.ToDisplayString()) => null,
        INamedTypeSymbol { Arity: > 0 } named when IsInSystem(named) && Wrappers.Contains(named.Name) || IsCollection(named) =>
            named.TypeArguments.Select(FirstUnknown).FirstOrDefault(static unknown => unknown is not null),
        INamedTypeSymbol { Arity: 0 } named when IsCollection(named) => null,
        _ => type,
    };

    private static bool IsMarked(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { } mark && Marks.Contains(mark.Name));

    // A framework's collection, or one of the user's that can be filled.
    private static bool IsCollection(INamedTypeSymbol type) => IsInSystem(type)
        ? type.Arity > 0 && !(type.IsAbstract && type.TypeKind == TypeKind.Class)
            && type.AllInterfaces.Prepend(type).Any(static other => other.SpecialType == SpecialType.System_Collections_IEnumerable)
        : type.AllInterfaces.Any(static other => other.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T)
            && type.InstanceConstructors.Any(static constructor =>
                constructor is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public });

    private static bool IsInSystem(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is { } space
        && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal))
        && !type.Locations.Any(static location => location.IsInSource);
}
