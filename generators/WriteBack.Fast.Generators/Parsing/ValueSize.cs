using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Estimates how much is copied by each read and write of a value: the fields of a struct, one after the other, aligned.</summary>
internal static class ValueSize
{
    private const int Advised = 256;
    private const int Reference = 8;
    private const int MaxDepth = 16;

    public static void Check(ParseContext context)
    {
        var value = context.Declaration.Value;
        if (value.IsValueType && Of(value, context.Types).Size is > Advised and int size)
        {
            context.Report(
                Descriptors.LargeValue, context.Declaration.TypeArgument(1), value.Name,
                size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    // A struct that holds itself, which the compiler reports, would have no end.
    private static (int Size, int Alignment) Of(ITypeSymbol type, WellKnownTypes types, int depth = 0)
    {
        if (!type.IsValueType || depth > MaxDepth)
            return (Reference, Reference);
        if (OfColumn(ColumnClassifier.Classify(type, types)) is { } known)
            return known;

        int size = 0;
        int widest = 1;
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic))
        {
            var (length, alignment) = Of(field.Type, types, depth + 1);
            size = Aligned(size, alignment) + length;
            widest = Math.Max(widest, alignment);
        }
        return (Aligned(Math.Max(size, 1), widest) * Repetitions(type, types), widest);
    }

    private static (int Size, int Alignment)? OfColumn(ColumnType type) => type switch
    {
        ColumnType.Boolean or ColumnType.SByte or ColumnType.Byte => (1, 1),
        ColumnType.Int16 or ColumnType.UInt16 or ColumnType.Char => (2, 2),
        ColumnType.Int32 or ColumnType.UInt32 or ColumnType.Single or ColumnType.DateOnly => (4, 4),
        ColumnType.Guid => (16, 4),
        ColumnType.Decimal or ColumnType.DateTimeOffset => (16, 8),
        ColumnType.MessagePack => null,
        _ => (8, 8),
    };

    private static int Repetitions(ITypeSymbol type, WellKnownTypes types) =>
        types.InlineArrayAttribute.FirstOf(type.GetAttributes()) is { ConstructorArguments: { Length: 1 } arguments }
        && arguments[0].Value is int length ? length : 1;

    private static int Aligned(int size, int alignment) => (size + alignment - 1) / alignment * alignment;
}
