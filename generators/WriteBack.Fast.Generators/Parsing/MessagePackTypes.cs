using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>What MessagePack's standard resolver has a formatter for, in a compilation.</summary>
internal sealed class MessagePackTypes(Compilation compilation)
{
    private const int MaxRank = 4;
    private const int MaxTupleArity = 8;

    private readonly WellKnownTypes _types = WellKnownTypes.Of(compilation);

    private readonly KnownType _marks = KnownType.Named(
        compilation,
        "MessagePack.MessagePackObjectAttribute", "MessagePack.MessagePackFormatterAttribute", "MessagePack.UnionAttribute",
        "System.Runtime.Serialization.DataContractAttribute");

    private readonly KnownType _simple = KnownType.Referenced(
        compilation,
        "System.Half", "System.Version", "System.Uri", "System.Text.StringBuilder", "System.Collections.BitArray",
        "System.Numerics.BigInteger", "System.Numerics.Complex");

    private readonly KnownType _wrappers = KnownType.Referenced(
        compilation,
        [
            "System.Nullable`1", "System.Collections.Generic.KeyValuePair`2", "System.Lazy`1", "System.ArraySegment`1", "System.Memory`1",
            "System.ReadOnlyMemory`1", "System.Buffers.ReadOnlySequence`1", .. Tuples("System.Tuple"), .. Tuples("System.ValueTuple"),
        ]);

    /// <summary>The type, or one that it is made of, that is not known; null when all are.</summary>
    public ITypeSymbol? FirstUnknown(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: <= MaxRank } array => FirstUnknown(array.ElementType),
        INamedTypeSymbol named when ColumnClassifier.Classify(named, _types) != ColumnType.MessagePack => null,
        INamedTypeSymbol named when _marks.IsOn(named) || _simple.Is(named) => null,
        INamedTypeSymbol named when _wrappers.Is(named) || IsCollection(named) =>
            named.TypeArguments.Select(FirstUnknown).FirstOrDefault(static unknown => unknown is not null),
        _ => type,
    };

    // A framework's collection, or one of the user's that can be filled.
    private static bool IsCollection(INamedTypeSymbol type) => Framework.Declares(type)
        ? type.Arity > 0 && !(type.IsAbstract && type.TypeKind == TypeKind.Class)
            && type.AllInterfaces.Prepend(type).Any(static other => other.SpecialType == SpecialType.System_Collections_IEnumerable)
        : type.AllInterfaces.Any(static other => other.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T)
            && type.InstanceConstructors.Any(static constructor =>
                constructor is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public });

    private static IEnumerable<string> Tuples(string name) => Enumerable.Range(1, MaxTupleArity).Select(arity => $"{name}`{arity}");
}
